"""The heads of ordinary GETs, read at a glance.

Nearly every fetch is one GET that arrives whole and in the plainest spelling. Its target is cut
off; what follows (who fetches, and how) is the same line for line for many people, so it is read
once. Whatever is not plain, or would change how the connection goes on, is left to the parser.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from app.delivery.exchange import Lines, headers_of
from app.model.keeping import Kept


class Head(NamedTuple):
    """A request line and the lines after it, names in lower case. Others share the lines."""

    path: bytes
    query: bytes
    lines: Lines
    headers: Mapping[bytes, bytes]


_MOST: Final = 1024
# Of what is remembered; mail clients send a fraction. A line weighs many times its bytes.
_MOST_BYTES: Final = 2048
_MOST_LINES: Final = 64
_TARGET = re.compile(rb"GET (/[os]/[\w\-.~!$&'()*+,;=:@/%]*)(?:\?([\w\-.~!$&'()*+,;=:@/%?]*))?")
_LINE = re.compile(rb"([\w\-.!#$%&'*+^`|~]+):[ \t]*([!-~](?:[\t -~]*[!-~])?)\r\n")
_LEFT_TO_THE_PARSER: Final = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"proxy-connection", b"te"}
)
_VERSION: Final = b" HTTP/1.1\r\n"
_END: Final = b"\r\n"


class Heads:
    """Reads heads; remembers up to 1,024 sets of 64 lines and 2 KiB at most. Loop thread only."""

    def __init__(self) -> None:
        self._known: Kept[bytes, tuple[Lines, Mapping[bytes, bytes]]] = Kept(_MOST)

    def read(self, data: bytes) -> Head | None:
        """Return the head of a GET under `/o/` or `/s/` that `data` is, no byte less or more.

        None: it is something else, or not plain.
        """
        start, _, rest = data.partition(_VERSION)
        asked = _TARGET.fullmatch(start)
        if asked is None:
            return None
        known = self._known.get(rest)
        if known is None:
            lines = lines_of(rest)
            if lines is None:
                return None
            known = lines, headers_of(lines)
            if len(rest) <= _MOST_BYTES and len(lines) <= _MOST_LINES:
                self._known.put(rest, known)
        path, query = asked.groups()
        return Head(path, query or b"", *known)


def lines_of(rest: bytes) -> Lines | None:
    """Return the header lines of what follows a request line, up to and with the empty line."""
    lines: list[tuple[bytes, bytes]] = []
    at, end = 0, len(rest) - len(_END)
    while at < end:
        line = _LINE.match(rest, at)
        if line is None:
            return None
        name, value = line[1].lower(), line[2]
        if name in _LEFT_TO_THE_PARSER or (
            name == b"connection" and value.lower() != b"keep-alive"
        ):
            return None
        lines.append((name, value))
        at = line.end()
    return lines if at == end and rest.endswith(_END) else None
