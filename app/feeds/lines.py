"""Bytes as blocks of whole lines, in any encoding of text: memory is bounded by their own."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_LINE = 1_000_000  # bytes
_PIECE = 16_384  # bytes; rows of so many at a time stay in a processor's cache
_WIDE_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: its first line (from 1), why, and what to do about it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Consecutive lines from `first_line` on, without their ends; `spoiled` ones are not text."""

    first_line: int
    lines: list[str]
    spoiled: dict[int, str] = field(default_factory=dict)
    gap: BadRow | None = None  # a line before `first_line` that was skipped


class Damaged(Exception):  # it ends a file, and is told as the reason of its last row
    """The bytes cannot be unpacked any further."""


class Splitter:
    """Cuts chunks at line ends and decodes them; holds at most one chunk and one line."""

    def __init__(self, encoding: str, *, remedy: str) -> None:
        """Take the encoding of files without a mark, and what to do about a wrong one."""
        self._encoding = encoding
        self._remedy = remedy
        self._transcoder: codecs.IncrementalDecoder | None = None
        self._line = 1
        self._carry = b""
        self._skipping = False
        self._old_mac = False

    def blocks(self, chunks: Iterable[bytes]) -> Iterator[Block]:
        """Yield the lines of a file's bytes; chunks may raise Damaged."""
        first = True
        try:
            for raw in chunks:
                chunk = self._begin(raw) if first else raw
                first = False
                text = self._to_ascii_compatible(chunk)
                for at in range(0, len(text), _PIECE):
                    yield from self._cut(text[at : at + _PIECE])
        except Damaged as error:
            yield from self._end()
            why = str(error).replace(": ", ", ")
            reason = f"The file is damaged from here on ({why}): export or compress it again."
            yield self._gap(reason)
            return
        yield from self._end()

    def _begin(self, chunk: bytes) -> bytes:
        wide = _WIDE_BOMS.get(chunk[:2], "")
        name = wide or codecs.lookup(self._encoding).name
        if not _keeps_ascii(name):
            # Without its mark, UTF-16 is what Windows writes.
            name = "utf-16-le" if name == "utf-16" and not wide else name
            self._transcoder = codecs.getincrementaldecoder(name)(errors="replace")
            self._encoding = "utf-8"
            return chunk
        if chunk.startswith(codecs.BOM_UTF8):
            self._encoding = "utf-8"
            chunk = chunk[len(codecs.BOM_UTF8) :]
        self._old_mac = b"\n" not in chunk and b"\r" in chunk
        return chunk

    def _to_ascii_compatible(self, chunk: bytes) -> bytes:
        if self._transcoder is not None:
            chunk = self._transcoder.decode(chunk).encode("utf-8", errors="replace")
        return chunk.replace(b"\r", b"\n") if self._old_mac else chunk

    def _cut(self, chunk: bytes) -> Iterator[Block]:
        cut = chunk.rfind(b"\n") + 1
        if self._skipping:
            end = chunk.find(b"\n") + 1
            if not end:
                return
            self._skipping = False
            yield self._gap(_too_long())
            chunk, cut = chunk[end:], cut - end
        if not cut:
            self._carry += chunk
        else:
            whole, self._carry = self._carry + chunk[:cut], chunk[cut:]
            yield from self._lines(whole)
        if len(self._carry) > MAX_LINE:
            self._carry, self._skipping = b"", True

    def _lines(self, whole: bytes) -> Iterator[Block]:
        end = whole.find(b"\n") + 1
        if end > MAX_LINE:  # the only line that can be: it was carried over
            yield self._gap(_too_long())
            whole = whole[end:]
        if whole:
            yield self._decoded(whole)

    def _end(self) -> Iterator[Block]:
        if self._skipping:
            yield self._gap(_too_long())
        elif self._carry:
            yield self._decoded(self._carry)

    def _gap(self, reason: str) -> Block:
        self._line += 1
        return Block(first_line=self._line, lines=[], gap=BadRow(self._line - 1, reason))

    def _decoded(self, whole: bytes) -> Block:
        spoiled: dict[int, str] = {}
        try:
            text = whole.decode(self._encoding)
        except UnicodeDecodeError:
            text = self._decoded_by_line(whole, spoiled)
        lines = text.split("\n")
        if not lines[-1]:
            del lines[-1]
        if "\0" in text:
            for number, line in enumerate(lines, self._line):
                if "\0" in line:
                    reason = "The line holds a NUL character: export it as text (CSV, UTF-8)."
                    spoiled.setdefault(number, reason)
        block = Block(first_line=self._line, lines=lines, spoiled=spoiled)
        self._line += len(lines)
        return block

    def _decoded_by_line(self, whole: bytes, spoiled: dict[int, str]) -> str:
        decoded = []
        for number, line in enumerate(whole.split(b"\n"), self._line):
            try:
                decoded.append(line.decode(self._encoding))
            except UnicodeDecodeError as error:
                spoiled[number] = (
                    f"Byte 0x{line[error.start]:02X} at position {error.start + 1} is not "
                    f"{self._encoding}: {self._remedy}"
                )
                decoded.append(line.decode(self._encoding, errors="replace"))
        return "\n".join(decoded)


def _too_long() -> str:
    return f"The line is longer than {MAX_LINE:,} bytes: is a quote or a line end missing?"


def _keeps_ascii(encoding: str) -> bool:
    plain = bytes(range(128))
    return plain.decode(encoding, errors="replace") == plain.decode("ascii")
