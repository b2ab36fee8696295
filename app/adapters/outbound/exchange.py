"""What is asked and what is answered, and how much of either is borne with."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from app.adapters.outbound.conditional import NOTHING, Validators
from app.adapters.outbound.signing import Signer
from app.errors import Unacceptable

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PRINTABLE = re.compile(r"[\t\x20-\x7e]*")
_OURS = frozenset(  # what frames a message, or says whom it is for
    (
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
_METHODS = frozenset(("DELETE", "GET", "HEAD", "PATCH", "POST", "PURGE", "PUT"))
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one request may take, all its redirects together.

    `body` counts bytes as they come and again as they are unpacked.
    """

    total: timedelta = timedelta(seconds=5)
    connect: timedelta = timedelta(seconds=2)
    head: int = 32 * 1024  # bytes
    body: int = 5 * 1024 * 1024  # bytes
    redirects: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. Neither its address nor its headers nor its body are ever shown.

    Raises Unacceptable for a method or header that cannot be sent.
    """

    url: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    signer: Signer | None = None
    known: Validators = NOTHING  # of the answer that is held already

    def __post_init__(self) -> None:
        if self.method not in _METHODS:
            listed = ", ".join(sorted(_METHODS))
            raise Unacceptable(
                f"The method {self.method[:20]!r} is not sent.", remedy=f"Use one of {listed}."
            )
        for name, value in self.headers.items():
            _check_header(name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How an answer begins: its status, whatever it is, and its headers."""

    status: int
    headers: httpx.Headers = field(repr=False)

    @property
    def media_type(self) -> str:
        """Return the content type without its parameters, in lower case; empty if unsaid."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def is_unmodified(self) -> bool:
        """Tell whether what the request's `known` stands for still holds."""
        return self.status == _NOT_MODIFIED

    @property
    def validators(self) -> Validators:
        """Return what to send next time as `known`."""
        return Validators.of(self.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Head):
    """A whole answer, unpacked."""

    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Head):
    """An answer whose body is still coming, to be read once, unpacked, in pieces."""

    pieces: AsyncIterator[bytes] = field(repr=False)


def _check_header(name: str, value: str) -> None:
    is_ours = name.lower() in _OURS or name.lower().startswith("proxy-")
    if is_ours or _TOKEN.fullmatch(name) is None:
        raise Unacceptable(
            f"The header {name[:40]!r} cannot be sent.",
            remedy="Name one that does not frame the message, in ASCII letters.",
            field="headers",
        )
    if _PRINTABLE.fullmatch(value) is None:
        # Without the value, which may be a secret.
        raise Unacceptable(
            f"The value of the header {name!r} cannot be sent.",
            remedy="Use printable ASCII, on one line.",
            field="headers",
        )
