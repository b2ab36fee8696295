"""Bodies read into files of rows: small ones in a thread, all others in a process of their own.

The process is made for one body and ends with it, so neither what a feed unfolds to nor a feed
that was made to break its reader costs the server memory or time.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile

import msgspec

from app.adapters.outbound.exchange import Opened
from app.adapters.sources.reading_worker import Reading, Reply, Unread, read_into
from app.errors import SourceMalformed
from app.model.source import FeedShape

SMALL = 64 * 1024  # bytes: read in a thread within a few milliseconds
_SECONDS = 60.0
_PUT_AT_ONCE = 16  # pieces of 64 KiB at most
_ROOT = Path(__file__).parents[3]
# Found by the place of this package, wherever the process was started and whatever lies there.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from app.adapters.sources.reading_worker import main; main(sys.argv[2])"
)
_decoder: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as it came: in memory while small, in a nameless file beyond."""

    file: SpooledTemporaryFile[bytes]
    size: int  # bytes
    digest: str
    media_type: str


@asynccontextmanager
async def room_for_body(folder: Path) -> AsyncIterator[SpooledTemporaryFile[bytes]]:
    """Give a file that is gone at the end of the block; raises OSError."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
    file = SpooledTemporaryFile(max_size=SMALL, dir=str(folder))  # noqa: SIM115  # closed below
    try:
        yield file
    finally:
        await asyncio.to_thread(file.close)  # to free many megabytes takes a disk its time


async def receive(opened: Opened, file: SpooledTemporaryFile[bytes]) -> Body:
    """Return the body of an answer, written to a file as it comes; raises SourceError, OSError."""
    digest, size = sha256(), 0
    pieces: list[bytes] = []

    def put() -> None:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        pieces.clear()

    async for piece in opened.pieces:
        pieces.append(piece)
        size += len(piece)
        if len(pieces) >= _PUT_AT_ONCE:
            await asyncio.to_thread(put)
    await asyncio.to_thread(put)
    return Body(file=file, size=size, digest=digest.hexdigest(), media_type=opened.media_type)


def body_of(whole: bytes, file: SpooledTemporaryFile[bytes], media_type: str) -> Body:
    """Return a body that came whole, written to a file; raises OSError."""
    file.write(whole)
    file.seek(0)
    digest = sha256(whole).hexdigest()
    return Body(file=file, size=len(whole), digest=digest, media_type=media_type)


async def read(body: Body, shape: FeedShape, path: Path) -> Reading:
    """Write the rows of a body to a file; raises SourceMalformed, OSError."""
    body.file.seek(0)
    if body.size <= SMALL:
        whole = body.file.read()
        return await asyncio.to_thread(read_into, whole, shape, path, body.media_type)
    return await apart(body, shape, path)


async def apart(body: Body, shape: FeedShape, path: Path) -> Reading:
    """Do the same in a process of its own, however small the body is."""
    reply = await _apart(body, shape, path)
    if isinstance(reply, Unread):
        raise SourceMalformed(reply.message)
    return reply


async def _apart(body: Body, shape: FeedShape, path: Path) -> Reading | Unread:
    asked = msgspec.json.encode({"shape": shape, "path": str(path), "media_type": body.media_type})
    # Not by the loop, which takes ten milliseconds of its own to start one.
    process = await asyncio.to_thread(_started, asked.decode(), body)
    try:
        said, _ = await asyncio.to_thread(process.communicate, timeout=_SECONDS)
        return _decoder.decode(said)
    except subprocess.TimeoutExpired:
        return Unread(f"It could not be read within {_SECONDS:g} s.")
    except msgspec.DecodeError:
        return Unread("It broke what reads it: it is too large, or made to do that.")
    finally:
        if process.poll() is None:
            process.kill()
            await asyncio.to_thread(process.communicate)


def _started(asked: str, body: Body) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", _START, str(_ROOT), asked]
    return subprocess.Popen(  # noqa: S603  # our own program
        command, stdin=body.file.fileno(), stdout=subprocess.PIPE, cwd=os.sep
    )
