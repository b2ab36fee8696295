"""The process that reads one large body: bytes on standard input, rows to a file, then a report."""

import os
import resource
import signal
import sys
from pathlib import Path

import msgspec

from app.adapters.sources.rowfile import write_rows
from app.errors import SourceMalformed
from app.feeds import read_feed
from app.model.facts import Missing
from app.model.source import FeedShape, Row

_MEMORY = 1536 * 1024 * 1024  # bytes of address space
_CPU_S = 60
_NICENESS = 10  # a feed may wait, readers may not


class Reading(msgspec.Struct, tag="read", frozen=True):
    """What was read: rows in the file, rows that were not, and the fields that any row has."""

    count: int
    bad: int
    filled: tuple[str, ...] = ()


class Unread(msgspec.Struct, tag="unread", frozen=True):
    """Why nothing was read."""

    message: str


Reply = Reading | Unread


class Task(msgspec.Struct):
    """What to read the body as, and where to write its rows."""

    shape: FeedShape
    path: str
    media_type: str


def read_into(body: bytes, shape: FeedShape, path: Path, media_type: str) -> Reading:
    """Write the rows of a body to a file; raises SourceMalformed, OSError."""
    feed = read_feed(body, shape, media_type=media_type)
    if feed.bad and not feed.rows:
        first = f": {feed.problems[0]}" if feed.problems else "."
        raise SourceMalformed(f"None of its {feed.bad:,} rows can be read{first}")
    write_rows(path, feed.rows, shape.key)
    names = (field.name for field in shape.fields)
    filled = tuple(name for name in names if any(_has(row, name) for row in feed.rows))
    return Reading(len(feed.rows), feed.bad, filled)


def _has(row: Row, name: str) -> bool:
    return not isinstance(row.get(name), Missing | None)


def main(asked: str) -> None:  # pragma: no cover - coverage is not measured in the process it makes
    """Read, and say how it went on standard output."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(2 * _CPU_S)  # also when whoever asked is gone
    task = msgspec.json.decode(asked, type=Task)
    try:
        reply: Reply = read_into(
            sys.stdin.buffer.read(), task.shape, Path(task.path), task.media_type
        )
    except SourceMalformed as error:
        reply = Unread(str(error))
    except OSError as error:
        reply = Unread(f"Its rows could not be kept: {error.strerror}.")
    sys.stdout.buffer.write(msgspec.json.encode(reply))
