"""One fetch and its answer, as the delivery services see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.delivery.policy import Headers

Lines = Sequence[tuple[bytes, bytes]]
"""The header lines of a fetch as they came, names in lower case."""


def headers_of(lines: Lines) -> Mapping[bytes, bytes]:
    """Return header lines by name; those of one name in one list, as if sent in one line."""
    headers = dict(lines)
    if len(headers) == len(lines):
        return headers
    values: dict[bytes, list[bytes]] = {}
    for name, value in lines:
        values.setdefault(name, []).append(value)
    return {name: b", ".join(each) for name, each in values.items()}


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class OpenRequest:
    """One fetch as the web received it. Header names are lower case."""

    raw_path: bytes
    query: bytes
    headers: Mapping[bytes, bytes]
    peer: str
    counts: bool = True  # False for HEAD: answered alike, recorded never
    lines: Lines = ()  # what `headers` was made of


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class Served:
    """An answer: status, headers in order, body. Not to be changed once it is written."""

    status: int
    headers: Headers
    body: bytes
    _lines: bytes = b""

    def lines(self) -> bytes:
        """Return the headers as HTTP/1.1 writes them; composed once."""
        if not self._lines:
            self._lines = b"".join([b"%b: %b\r\n" % header for header in self.headers])
        return self._lines
