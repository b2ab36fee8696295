"""Pictures decoded in a process of its own: ended when it hangs, made anew when it is gone."""

import logging
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

import msgspec
from PIL import Image

from app.adapters.picture_worker import (
    LENGTH,
    Accept,
    AsPng,
    Encoded,
    FitIn,
    Kept,
    Pixels,
    Reply,
    Request,
    Unfit,
)
from app.errors import Overloaded, Unacceptable
from app.model.nodes.basics import Fit
from app.model.rendering import Upload

SECONDS = 5.0  # for one picture
MEMORY = 768 * 1024 * 1024  # bytes of address space
_ROOT = Path(__file__).parents[2]
# Found by the place of this package, wherever the process was started and whatever lies there.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from app.adapters.picture_worker import main; main()"
)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Reply)

_log = logging.getLogger("opentime.pictures")


class PictureProcess:
    """Answers one request at a time; safe to call from several threads."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.lost = 0  # processes that died or hung over a picture

    def start(self) -> None:
        """Start the process before it is needed; it is ready half a second later."""
        with self._lock, suppress(Overloaded):
            self._running()

    def accept(self, body: bytes, name: str = "") -> Upload:
        """Return an upload as it is kept under a name; raises Unacceptable, Overloaded."""
        return self._accepted(Accept(body, name=name))

    def shrink(self, body: bytes, most: int) -> Upload:
        """Return a picture as `accept` does, its longer side at most so many pixels."""
        return self._accepted(Accept(body, most))

    def _accepted(self, request: Accept) -> Upload:
        reply = self._answer(request)
        if not isinstance(reply, Kept):
            message = reply.message if isinstance(reply, Unfit) else ""
            remedy = reply.remedy if isinstance(reply, Unfit) else ""
            raise Unacceptable(
                message or "The picture cannot be decoded.",
                remedy=remedy or "Export it again.",
                field="body",
            )
        return Upload(
            media_type=reply.media_type,
            width=reply.width,
            height=reply.height,
            body=reply.body or request.body,
        )

    def fit(
        self, body: bytes, size: tuple[int, int], fit: Fit, focus: tuple[int, int]
    ) -> Image.Image | None:
        """Return a picture decoded and fitted into a box; None for anything not acceptable."""
        try:
            reply = self._answer(FitIn(body, size, fit, focus))
        except Overloaded:
            return None
        if not isinstance(reply, Pixels):
            return None
        return Image.frombytes(reply.mode, reply.size, reply.pixels)

    def as_png(self, body: bytes) -> bytes | None:
        """Return a picture as PNG; None for anything not acceptable."""
        try:
            reply = self._answer(AsPng(body))
        except Overloaded:
            return None
        return reply.body if isinstance(reply, Encoded) else None

    @property
    def pid(self) -> int | None:
        """The process that decodes now, None if there is none."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _answer(self, request: Request) -> Reply:
        if not self._lock.acquire(timeout=self._seconds):
            raise Overloaded("Other pictures are being decoded.", remedy="Try again in a moment.")
        try:
            return self._asked(request)
        finally:
            self._lock.release()

    def _asked(self, request: Request) -> Reply:
        content = _encoder.encode(request)
        for _ in range(2):  # the process may have ended since its last answer
            is_fresh = self._process is None
            process = self._running()
            try:
                return _exchanged(process, LENGTH.pack(len(content)) + content, self._seconds)
            except (OSError, EOFError) as error:
                self._end()
                if is_fresh or isinstance(error, TimeoutError):
                    break
        self.lost += 1
        _log.warning("The process that decodes pictures was lost over one, and is made anew")
        return Unfit("The picture cannot be decoded within limits.", "Make it smaller and simpler.")

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            command = [sys.executable, "-P", "-c", _START, str(_ROOT), str(self._memory)]
            try:
                self._process = subprocess.Popen(  # noqa: S603  # our own program
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
                )
            except OSError as error:
                raise Overloaded(
                    f"No process can be started that decodes pictures: {error}.",
                    remedy="Free memory or processes on this machine.",
                ) from error
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                os.set_blocking(pipe.fileno(), False)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate()


def _exchanged(process: "subprocess.Popen[bytes]", request: bytes, seconds: float) -> Reply:
    """Return the answer to a request; raises TimeoutError, EOFError, OSError."""
    assert process.stdin is not None
    assert process.stdout is not None
    until = time.monotonic() + seconds
    left = memoryview(request)
    while left:
        _await(process.stdin, select.POLLOUT, until)
        left = left[os.write(process.stdin.fileno(), left[: 1 << 20]) :]
    (length,) = LENGTH.unpack(_read(process.stdout, LENGTH.size, until))
    reply: Reply = _decoder.decode(_read(process.stdout, length, until))
    return reply


def _read(stream: IO[bytes], size: int, until: float) -> bytearray:
    content = bytearray()
    while len(content) < size:
        _await(stream, select.POLLIN, until)
        piece = os.read(stream.fileno(), min(size - len(content), 1 << 20))
        if not piece:
            raise EOFError
        content += piece
    return content


def _await(stream: IO[bytes], event: int, until: float) -> None:
    poll = select.poll()
    poll.register(stream, event)
    if not poll.poll(max(0, 1000 * (until - time.monotonic()))):
        raise TimeoutError
