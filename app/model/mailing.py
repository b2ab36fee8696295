"""Emails that are sent for a try."""

from typing import ClassVar, Protocol

from app.errors import AppError


class Undelivered(AppError):
    """The mail server did not take an email."""

    status: ClassVar[int] = 502
    title: ClassVar[str] = "The email was not sent"
    report: ClassVar[bool] = False


class Mailer(Protocol):
    """A mail server that takes emails for others."""

    @property
    def sender(self) -> str:
        """Whom its emails come from, as in `Shop <hello@shop.example>`."""
        ...

    async def send(self, mail: bytes, *, to: str) -> None:
        """Hand an email over for one address; raises Undelivered."""
        ...
