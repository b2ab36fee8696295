"""Bodies unpacked piece by piece, so that a small one cannot become a large one in memory."""

import zlib
from collections.abc import Iterator

from app.errors import SourceMalformed

PIECE = 64 * 1024  # bytes, at most, that one step unpacks
_GZIP = 16 + zlib.MAX_WBITS


class Plain:
    """A body as it was sent."""

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """Return what came."""
        yield packed

    def is_whole(self) -> bool:
        """Return true: its length was checked while it was read."""
        return True


class Gzip:
    """A body packed with gzip, of one member or several."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._is_begun = False

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """Return what a part of the body holds, in pieces; raises zlib.error."""
        is_more = bool(packed)
        while is_more:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            piece = self._member.decompress(packed, PIECE)
            self._is_begun = True
            packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            is_more = bool(packed) or (len(piece) == PIECE and not self._member.eof)
            yield piece

    def is_whole(self) -> bool:
        """Tell whether the last member ended, or there was none."""
        return self._member.eof or not self._is_begun


def unpacking(encoding: str, *, host: str) -> Plain | Gzip:
    """Return what unpacks a body with this Content-Encoding; raises SourceMalformed."""
    match encoding.strip().lower():
        case "" | "identity":
            return Plain()
        case "gzip" | "x-gzip":
            return Gzip()
        case _:
            raise SourceMalformed(f"{host} packed its answer; gzip alone was asked for.")
