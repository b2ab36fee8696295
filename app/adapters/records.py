"""One event as one line: CRC32 as 8 hex digits, a space, compact JSON, a newline.

JSON escapes newlines, so a reader that lost its way finds the next record at the next newline.
"""

import zlib
from dataclasses import dataclass

import msgspec

from app.model.event import Event

MAX_RECORD = 16 * 1024  # bytes; the longest honest one holds a 2 KiB link
MAX_INTEGER = 2**63 - 1  # what the store's columns hold

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Event)
_PREFIX = 9  # eight digits and a space


def encode(event: Event) -> bytes:
    """Return the line of an event; raises whatever the encoder finds wrong with a value."""
    payload = _ENCODER.encode(event)
    return b"%08x %b\n" % (zlib.crc32(payload), payload)


def decode(line: bytes) -> Event | None:
    """Return the event of a line without its newline, None if a single bit is wrong."""
    payload = line[_PREFIX:]
    if line[:_PREFIX] != b"%08x " % zlib.crc32(payload):
        return None
    try:
        event = _DECODER.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if event.at.tzinfo is None or not 0 <= event.version <= MAX_INTEGER:
        return None
    return event


@dataclass(frozen=True, slots=True)
class Lines:
    """What a stretch of a segment held; every number is an offset in the segment."""

    end: int  # first byte not yet read
    events: tuple[tuple[int, Event], ...]  # where each record starts
    bad: tuple[tuple[int, bytes], ...]  # stretches that are no records, neighbors joined
    bad_lines: int


def parse(chunk: bytes, start: int, *, limit: int) -> Lines:
    """Read up to `limit` complete lines of `chunk`, which lies at `start` in its segment."""
    events: list[tuple[int, Event]] = []
    bad: list[tuple[int, int]] = []
    bad_lines = cursor = 0
    while len(events) + bad_lines < limit and (newline := chunk.find(b"\n", cursor)) >= 0:
        event = decode(chunk[cursor:newline])
        if event is not None:
            events.append((start + cursor, event))
        else:
            bad_lines += 1
            began = bad.pop()[0] if bad and bad[-1][1] == cursor else cursor
            bad.append((began, newline + 1))
        cursor = newline + 1
    return Lines(
        end=start + cursor,
        events=tuple(events),
        bad=tuple((start + began, chunk[began:ended]) for began, ended in bad),
        bad_lines=bad_lines,
    )
