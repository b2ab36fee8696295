"""One request to the studio, as its pages see it, and how each page says what it asks for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.model.account import Account, Right
from app.studio.signing_in import SignedIn

KIB: Final = 1024


class Takes(StrEnum):
    """What the body of a POST is."""

    FORM = "form"  # fields of a page's form: Visit.form
    DATA = "data"  # a JSON object from a script of ours: Visit.data
    STREAM = "stream"  # a file: the page reads Visit.request.stream() and bounds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request that was let in, from an address.

    `form` holds the fields of a form, `data` the object of a script.
    """

    request: Request
    ip: str
    signed_in: SignedIn | None
    form: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        """Whoever is signed in; only on pages that ask for a right."""
        assert self.signed_in is not None
        return self.signed_in.account

    @property
    def csrf(self) -> str:
        """What forms carry; empty for nobody."""
        return self.signed_in.session.csrf if self.signed_in else ""


Handle = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One route of the studio. `right` None: open to everybody, and said so on purpose.

    A page `for_scripts` refuses with a problem document (RFC 9457) instead of a page, and nobody
    is led from it to sign in.
    """

    method: str  # GET or POST
    path: str  # below /studio, as Starlette writes paths
    right: Right | None
    handle: Handle
    takes: Takes = Takes.FORM
    for_scripts: bool = False
    most_bytes: int = 256 * KIB  # of a form or of data
