"""The process that reads and converts a large file of subscribers while another one stores it.

It imports little, so that it is at work within a quarter of a second.
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.imports.frames import Failed, Finished, Progress, rows_of, send
from app.imports.layouts import Kind, Layouts
from app.imports.pieces import pieces
from app.imports.rows import read_rows
from app.model.ports import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to read, and how."""

    path: Path
    encoding: str
    mapping: Mapping[str, str]
    gazetteer: Gazetteer | None
    now: datetime


def main() -> None:  # pragma: no cover - coverage is not measured in the process it makes
    """Answer the request on standard input with frames on standard output."""
    # The one that stores decides what an interrupt means, and ends this process with its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # rows make no cycles
    with os.fdopen(os.dup(1), "wb") as frames:
        os.dup2(2, 1)  # whatever prints must not print between frames
        with suppress(BrokenPipeError):  # nobody stores any more
            serve(sys.stdin.buffer.read(), frames)


def serve(request: bytes, frames: IO[bytes]) -> None:
    """Read and convert a file; the last frame is Finished or Failed."""
    try:
        _read(pickle.loads(request), frames)  # noqa: S301  # of the process that started this one
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  # raised again by the one that stores
        send(frames, Failed(_pickled(error)))
    else:
        send(frames, Finished())


def _read(request: Request, frames: IO[bytes]) -> None:
    layouts = Layouts(Kind.SUBSCRIBERS, request.mapping, request.gazetteer, request.now)
    batches = read_rows(
        request.path,
        encoding=request.encoding,
        on_progress=lambda done, total: send(frames, Progress(done, total)),
    )
    for piece in pieces(batches, layouts.convert):
        send(frames, rows_of(piece))


def _pickled(error: Exception) -> bytes:
    try:
        return pickle.dumps(error)
    except Exception:  # noqa: BLE001  # an exception may hold anything
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
