"""The process that decodes pictures: what breaks, hangs or swells it costs this process alone.

It reads requests from standard input and writes answers to standard output, each msgpack after
its length, until its input ends.
"""

import logging
import os
import resource
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec
from PIL import Image

from app.errors import Refused
from app.model.nodes.basics import Fit
from app.model.typefaces import is_font_file
from app.pictures.accepting import accept
from app.pictures.decoding import decode, fitted
from app.pictures.shrinking import shrunk

LENGTH = struct.Struct(">I")
_LARGE = 192 * 1024 * 1024  # bytes of memory that it holds on to: a new process takes over


class Accept(msgspec.Struct, tag=True, array_like=True):
    """Check and clean an upload; `most` bounds the longer side of a picture, 0: as it is.

    The `name` of the asset tells which typeface of a collection is meant.
    """

    body: bytes
    most: int = 0
    name: str = ""


class FitIn(msgspec.Struct, tag=True, array_like=True):
    """Decode a picture and fit it into a box of device pixels."""

    body: bytes
    size: tuple[int, int]
    fit: Fit
    focus: tuple[int, int]


class AsPng(msgspec.Struct, tag=True, array_like=True):
    """Decode a picture and encode it as PNG."""

    body: bytes


class Kept(msgspec.Struct, tag=True, array_like=True):
    """An upload as it is kept; no body: as it came."""

    media_type: str
    width: int
    height: int
    body: bytes


class Pixels(msgspec.Struct, tag=True, array_like=True):
    """A picture decoded."""

    mode: str
    size: tuple[int, int]
    pixels: bytes


class Encoded(msgspec.Struct, tag=True, array_like=True):
    """A picture encoded."""

    body: bytes


class Unfit(msgspec.Struct, tag=True, array_like=True):
    """Why there is no answer; `remedy` is empty where nobody is told."""

    message: str
    remedy: str = ""


Request = Accept | FitIn | AsPng
Reply = Kept | Pixels | Encoded | Unfit

_decoder = msgspec.msgpack.Decoder(Request)
_encoder = msgspec.msgpack.Encoder()


def main() -> None:  # pragma: no cover - coverage is not measured in the process it makes
    """Answer requests until there are none; the one argument is the most memory, in bytes."""
    most = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    warnings.simplefilter("ignore")
    logging.disable()  # a typeface can have its reader complain by the million
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(2, 1)  # whatever prints must not print between answers
        with suppress(BrokenPipeError):
            serve(sys.stdin.buffer, replies, _is_large)


def serve(requests: BinaryIO, replies: BinaryIO, is_over: Callable[[], bool]) -> None:
    """Answer requests until their stream ends or, after one of them, it is over."""
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        content = _encoder.encode(answer(_decoder.decode(requests.read(length))))
        replies.write(LENGTH.pack(len(content)))
        replies.write(content)
        replies.flush()
        if is_over():
            return


def answer(request: Request) -> Reply:
    """Answer one request; what decoding may raise becomes Unfit."""
    try:
        match request:
            case Accept():
                return _accepted(request)
            case FitIn():
                return _fitted(request)
            case AsPng():
                return _as_png(request)
    except Refused as error:
        return Unfit(error.message, error.remedy)
    except MemoryError:
        return Unfit("The picture takes too much memory.", "Make it smaller.")
    except Exception as error:  # noqa: BLE001  # decoders raise anything
        return Unfit(f"The picture cannot be decoded ({type(error).__name__}).", "Export it again.")


def _accepted(request: Accept) -> Reply:
    if request.most:
        upload = shrunk(request.body, request.most)
    elif is_font_file(request.body):
        # What checks typefaces is large, and seldom needed.
        from app.render.font_files import accept_font  # noqa: PLC0415

        upload = accept_font(request.body, time.process_time, request.name)
    else:
        upload = accept(request.body)
    body = b"" if upload.body == request.body else upload.body
    return Kept(upload.media_type, upload.width, upload.height, body)


def _fitted(request: FitIn) -> Reply:
    picture = fitted(request.body, request.size, request.fit, request.focus)
    if picture is None:
        return Unfit("The picture cannot be decoded.")
    return Pixels(picture.mode, picture.size, picture.tobytes())


def _as_png(request: AsPng) -> Reply:
    picture = decode(request.body)
    if picture is None:
        return Unfit("The picture cannot be decoded.")
    file = BytesIO()
    picture.save(file, "PNG")
    return Encoded(file.getvalue())


def _is_large() -> bool:  # pragma: no cover - as main
    with suppress(OSError):
        resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return resident * resource.getpagesize() > _LARGE
    return False
