"""From one server's answer to the next address: few steps, each judged, secrets left behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import httpx

from app.adapters.outbound.exchange import Request
from app.adapters.outbound.guarding import Guard, Target
from app.errors import SourceMalformed, SourceRefused, Unacceptable

_MOVED = frozenset((301, 302, 303, 307, 308))
_SAFE = frozenset(("GET", "HEAD"))
_REPEATED = frozenset((307, 308))  # the same request is asked for again, its body included
# What another server may see of the headers that a source was given: no name says what is secret.
_HARMLESS = frozenset(("accept", "accept-language", "user-agent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a request: where it goes and what it carries there."""

    target: Target
    request: Request
    left: int  # redirects that may follow

    @classmethod
    def first(cls, request: Request, *, guard: Guard, redirects: int) -> Self:
        """Return the first step; raises SourceRefused."""
        return cls(target=_judged(request.url, guard), request=request, left=redirects)

    def following(self, status: int, headers: httpx.Headers, *, guard: Guard) -> "Hop | None":
        """Return the step that an answer asks for, None if it is no redirect.

        Raises SourceRefused and SourceMalformed.
        """
        if status not in _MOVED:
            return None
        host = self.target.host
        if self.request.method not in _SAFE:
            raise SourceRefused(f"{host} redirects a {self.request.method}, which is not followed.")
        if self.left == 0:
            raise SourceRefused(f"{host} is not asked: it redirects too often.")
        target = _judged(self._joined(headers.get("location", "")), guard, via=host)
        if target.scheme == "http" and self.target.scheme == "https":
            raise SourceRefused(f"{host} redirects from https to http, which is not followed.")
        request = self.request
        if target.origin != self.target.origin:
            if request.body and status in _REPEATED:
                raise SourceRefused(
                    f"{host} redirects a body to another server, which is not followed.",
                    remedy="Ask the other server itself, by its own address.",
                )
            headers_there = _harmless(request.headers)
            request = replace(request, headers=headers_there, body=b"", signer=None)
        return replace(self, target=target, request=request, left=self.left - 1)

    def _joined(self, location: str) -> str:
        if not location:
            raise SourceMalformed(f"{self.target.host} redirects without saying where to.")
        try:
            return str(self.target.url.join(location))
        except (httpx.InvalidURL, ValueError):
            raise SourceMalformed(
                f"{self.target.host} redirects to an address that cannot be read."
            ) from None


def _judged(url: str, guard: Guard, *, via: str = "") -> Target:
    try:
        return guard.target(url)
    except Unacceptable as error:
        beginning = f"{via} redirects to what is not asked" if via else "A source is not asked"
        raise SourceRefused(f"{beginning}: {error.message}", remedy=error.remedy) from None


def _harmless(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}
