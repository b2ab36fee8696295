"""Parts of a workbook as bounded XML: a cell or a row that is too large is cut, and says so.

Excel itself keeps 32,767 characters in a cell and 16,384 cells in a row.
"""

import re
import zipfile
from typing import Any, Self

from app.errors import TooLarge

MAX_CELL = 262_144  # bytes between two tags, eight for each character that Excel keeps
MAX_ROW = 2_000_000  # bytes
MAX_HELD = 1_000_000_000  # bytes of memory for the table of texts and what stands before the rows
MAX_WHOLE = 20_000_000  # bytes of a part that is not read as a stream, such as the styles
CUT = "\ue000opentime-cut\ue000"  # ends the text of a cell that was cut, or stands in the last one
_READ = 65_536
_TAG = 1_024  # bytes; a tag that begins so near to the end of what was read waits for its rest
_ELEMENT = 64  # bytes of memory that a tag costs
_ROWS = re.compile(rb"<(?:(\w+):)?sheetData[ >]")


class BoundedArchive(zipfile.ZipFile):
    """A ZIP archive whose parts are read bounded; the total is checked elsewhere."""

    def open(self, name: Any, *args: Any, **options: Any) -> Any:
        """Return a part as a stream of bounded XML."""
        return BoundedPart(super().open(name, *args, **options))


class BoundedPart:
    """One part: what is too large is cut and marked, what stands behind a sheet's rows left out.

    `read` raises TooLarge for what cannot be cut.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        self._held = b""  # a tag's start
        self._is_over = False
        self._run = 0  # bytes since the last tag began
        self._memory = 0  # bytes, of what is not rows
        self._rows: Rows | None = None  # once rows begin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what it is read from."""
        self._source.close()

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes, a little more or less than `size`; nothing at the end."""
        if size is None or size < 0:
            whole: bytes = self._source.read(MAX_WHOLE + 1)
            if len(whole) > MAX_WHOLE:
                raise _too_large(f"A part of it has more than {MAX_WHOLE:,} bytes")
            return whole
        while not self._is_over:
            fresh = self._source.read(_READ)
            self._is_over = not fresh
            piece, self._held = self._held + fresh, b""
            tag = piece.rfind(b"<")
            if fresh and tag >= 0 and len(piece) - tag <= _TAG:
                piece, self._held = piece[:tag], piece[tag:]
            if bounded := self._bounded(self._cut(piece)):
                return bounded
        return b""

    def _cut(self, piece: bytes) -> bytes:
        """Return a piece whose leading text, with what came before it, is no longer than a cell."""
        first, last = piece.find(b"<"), piece.rfind(b"<")
        text = len(piece) if first < 0 else first
        before = self._run
        self._run = len(piece) - last if last >= 0 else before + text
        if before + text <= MAX_CELL:
            return piece
        if before > MAX_CELL:  # it was marked
            return piece[text:]
        return _whole(piece[:text], MAX_CELL - before) + CUT.encode() + piece[text:]

    def _bounded(self, piece: bytes) -> bytes:
        if self._rows is None:
            self._memory += len(piece) + _ELEMENT * piece.count(b"<")
            if self._memory > MAX_HELD:
                raise _too_large(f"Its texts take more than {MAX_HELD:,} bytes of memory")
            if b"sheetData" not in piece or not (found := _ROWS.search(piece)):
                return piece
            self._rows = Rows(found[1] + b":" if found[1] else b"")
        piece = self._rows.bounded(piece)
        if self._rows.are_over and not self._is_over:
            self._is_over = True
            while self._source.read(_READ):  # the end is where its checksum is compared
                pass
        return piece


class Rows:
    """The rows of a sheet: counts what each has, and cuts those that have too much."""

    def __init__(self, prefix: bytes) -> None:
        self._begin, self._end = b"<%brow" % prefix, b"</%brow>" % prefix
        self._last = b"</%bsheetData>" % prefix
        self._closing = self._last + b"</%bworksheet>" % prefix
        self._cell = re.compile(rb"</%bc>|<%bc\b[^<>]*/>" % (prefix, prefix))
        names = {b"p": prefix, b"cut": CUT.encode()}
        self._mark = (
            b'<%(p)bc t="inlineStr"><%(p)bis><%(p)bt>%(cut)b</%(p)bt></%(p)bis></%(p)bc>' % names
        )
        self._size = 0  # bytes since the last row began
        self._is_skipping = False
        self.are_over = False

    def bounded(self, piece: bytes) -> bytes:
        """Return a piece without the rest of a row that is too large, and nothing after rows."""
        if self._is_skipping:
            at = piece.find(self._end)
            if at < 0:
                return b""
            self._is_skipping, piece = False, piece[at:]
        if self._last in piece:
            self.are_over = True
            return piece[: piece.find(self._last)] + self._closing
        begins = piece.rfind(self._begin)
        self._size = len(piece) - begins if begins >= 0 else self._size + len(piece)
        if self._size <= MAX_ROW:
            return piece
        cell = self._cell.search(piece)
        if cell is None:
            if self._size > 2 * MAX_ROW:
                raise _too_large(f"One of its rows has more than {MAX_ROW:,} bytes")
            return piece
        kept, rest = piece[: cell.end()], piece[cell.end() :]
        at = rest.find(self._end)  # no other row begins in this piece
        self._is_skipping, self._size = at < 0, 0
        return kept + self._mark + (rest[at:] if at >= 0 else b"")


def _whole(text: bytes, size: int) -> bytes:
    """Return the first `size` bytes of text, with the character or entity that they end in."""
    while size < len(text) and text[size] & 0xC0 == 0x80:  # noqa: PLR2004  # inside of a character
        size += 1
    entity = text.rfind(b"&", max(0, size - 12), size)
    if entity >= 0 and b";" not in text[entity:size]:
        size = entity
    return text[:size]


def _too_large(what: str) -> TooLarge:
    return TooLarge(f"{what}, which is not read.", remedy="Export the sheet as CSV UTF-8.")
