"""Reading in a process of its own, so that reading and storing have a processor each."""

import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, assert_never

from app.errors import AppError
from app.imports.batch import OnProgress
from app.imports.frames import Failed, Finished, Progress, Rows, piece_of, received
from app.imports.pieces import Piece
from app.imports.reader import Request

_ROOT = Path(__file__).parents[2]
# Found by the place of this package, wherever the process was started and whatever lies there.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from app.imports.reader import main; main()"


def is_worth_it(path: Path, *, least: int) -> bool:
    """Tell whether a file has so many bytes, and is of a kind that is read fast enough."""
    return path.is_file() and path.stat().st_size >= least and path.suffix.lower() != ".xlsx"


def packed(request: Request) -> bytes | None:
    """Return a request as it is sent, None if its gazetteer cannot leave this process."""
    try:
        return pickle.dumps(request)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None


def read_apart(request: bytes, path: Path, on_progress: OnProgress) -> Generator[Piece, None, None]:
    """Yield the pieces of a packed request as another process makes them.

    Raises what it raised, and AppError when it ended before the file did. Closing ends it.
    """
    with _started(request) as (process, frames):
        for frame in received(frames):
            match frame:
                case Rows():
                    yield piece_of(frame)
                case Progress():
                    on_progress(frame.done, frame.total)
                case Failed():
                    raise pickle.loads(frame.error)  # noqa: S301  # of our own process
                case Finished():
                    return
                case _:
                    assert_never(frame)
        code = process.wait()  # it closed its end, so it is ending
    raise AppError(
        f'The process that read "{path.name}" ended early, with exit status {code}.',
        remedy="What was stored stays: import the file again, its rows are found unchanged.",
        field="file",
        value=str(path),
    )


@contextmanager
def _started(request: bytes) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    command = [sys.executable, "-P", "-c", _START, str(_ROOT)]
    with subprocess.Popen(  # noqa: S603  # our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError):  # it died already, which its silence tells
                process.stdin.write(request)
                process.stdin.close()
            yield process, process.stdout
        finally:
            process.kill()
