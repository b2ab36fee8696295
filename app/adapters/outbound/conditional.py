"""Asking only for what changed: the validators of the last answer, sent with the next request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_LONGEST = 512  # characters; what a server wants repeated stays small


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said identifies its answer; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        """Return the validators among the headers of an answer."""
        return cls(
            etag=_fit(headers.get("etag", "")),
            last_modified=_fit(headers.get("last-modified", "")),
        )

    def headers(self) -> Mapping[str, str]:
        """Return the headers that make a request conditional; a server prefers the ETag."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


NOTHING = Validators()


def _fit(value: str) -> str:
    return value if len(value) <= _LONGEST and value.isascii() and value.isprintable() else ""
