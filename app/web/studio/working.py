"""The brand that somebody works with, as a cookie keeps it: one and the same within a request."""

from contextvars import ContextVar
from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

_COOKIE: Final = "opentime-brand"
_LONGEST: Final = 2_000  # characters of the cookie
_DAYS: Final = 365
_chosen: ContextVar[str] = ContextVar("brand", default="")


def note_brand(request: Request) -> None:
    """Take the brand that a request's cookie names as chosen, for whatever answers it."""
    _chosen.set(unquote(request.cookies.get(_COOKIE, "")[:_LONGEST]))


def working_brand() -> str:
    """Return the chosen brand's name, which may be one that is gone; empty: the default one."""
    return _chosen.get()


def keep_brand(response: Response, name: str, *, is_https: bool) -> Response:
    """Return a response by which the browser keeps the choice."""
    response.set_cookie(
        _COOKIE,
        quote(name, safe=""),
        max_age=_DAYS * 86_400,
        httponly=True,
        secure=is_https,
        samesite="lax",
        path="/studio",
    )
    return response
