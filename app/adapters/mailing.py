"""A mail server by SMTP: for test sends, one email to one address at a time.

    SmtpMailer("smtps://user:password@mail.example.com:465", sender="Shop <hello@shop.example>")

The address is the operator's own, so that it may lie in a private network. A password goes only
over TLS, or to this machine. Every step has a time limit.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from app.model.mailing import Undelivered

_SECONDS: Final = 10.0  # for each step
_WHOLE: Final = 45.0  # for all of them
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TOLD: Final = 200  # characters of what the server says
_PORTS: Final = {"smtp": 25, "smtps": 465}


class SmtpMailer:
    """Implements Mailer."""

    def __init__(self, url: str, *, sender: str, seconds: float = _SECONDS) -> None:
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._seconds = seconds

    @property
    def sender(self) -> str:
        """Whom its emails come from."""
        return self._sender

    @property
    def server(self) -> str:
        """Where it is, without what proves who we are."""
        return f"{self._host}:{self._port}"

    async def send(self, mail: bytes, *, to: str) -> None:
        """Hand an email over for exactly one address; raises Undelivered."""
        if parseaddr(to) != ("", to) or not to.isascii():  # else another one would be written to
            raise self._undelivered(f"{_text(to)!r} is not one plain address")
        try:
            async with asyncio.timeout(_WHOLE):
                await asyncio.to_thread(self._send, mail, to)
        except TimeoutError as error:
            raise self._undelivered("it took too long") from error

    def greet(self) -> None:
        """Sign in and leave again; raises Undelivered."""
        with self._connected():
            pass

    def _send(self, mail: bytes, to: str) -> None:
        with self._connected() as server:
            server.sendmail(parseaddr(self._sender)[1], [to], mail)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connect()
            try:
                self._sign_in(server)
                yield server
            finally:
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()
        except smtplib.SMTPRecipientsRefused as error:
            code, says = next(iter(error.recipients.values()))
            raise self._undelivered(f"{code} {_text(says)}") from error
        except smtplib.SMTPResponseException as error:
            raise self._undelivered(f"{error.smtp_code} {_text(error.smtp_error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise self._undelivered(_text(str(error)) or type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        if self._is_tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=self._seconds, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=self._seconds)
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if not self._user:
            return
        is_safe = isinstance(server.sock, ssl.SSLSocket) or self._host in _HERE
        if not is_safe:
            raise self._undelivered("it offers no TLS, and a password goes over nothing else")
        server.login(self._user, self._password)

    def _undelivered(self, why: str) -> Undelivered:
        return Undelivered(
            f"The mail server {self.server} did not take the email: {why}.",
            remedy="Check OPENTIME_SMTP_URL with `opentime doctor`, or download the email.",
        )


def _text(said: bytes | str) -> str:
    """Return what a server says, in one line that can be shown."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return "".join(c if c.isprintable() else " " for c in text)[:_TOLD].strip().rstrip(".")
