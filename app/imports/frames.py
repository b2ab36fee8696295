"""What a reading process says to the one that stores: frames of msgpack, each after its length."""

import struct
from collections.abc import Iterator
from typing import IO

import msgspec

from app.feeds.lines import BadRow
from app.imports.pieces import Piece

_LENGTH = struct.Struct(">I")


class Rows(msgspec.Struct, tag=True, array_like=True, gc=False):
    """A piece of subscribers."""

    rows: int
    lines: list[int]
    ids: list[str]
    profiles: list[bytes]
    bad: list[BadRow]


class Progress(msgspec.Struct, tag=True, array_like=True, gc=False):
    """Bytes read so far, and in all."""

    done: int
    total: int


class Failed(msgspec.Struct, tag=True, array_like=True, gc=False):
    """Reading ended with this pickled exception."""

    error: bytes


class Finished(msgspec.Struct, tag=True, array_like=True, gc=False):
    """The file was read to its end."""


Frame = Rows | Progress | Failed | Finished

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Frame).decode


def rows_of(piece: Piece) -> Rows:
    """Return a piece as a frame."""
    return Rows(
        rows=piece.rows,
        lines=list(piece.lines),
        ids=list(piece.ids),
        profiles=list(piece.records),
        bad=list(piece.bad),
    )


def piece_of(rows: Rows) -> Piece:
    """Return the piece that a frame holds."""
    return Piece(
        rows=rows.rows, lines=rows.lines, ids=rows.ids, records=rows.profiles, bad=rows.bad
    )


def send(stream: IO[bytes], frame: Frame) -> None:
    """Write a frame through."""
    content = _encode(frame)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def received(stream: IO[bytes]) -> Iterator[Frame]:
    """Yield frames until the stream ends; one that is cut off by the end is none."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        content = stream.read(length)
        if len(content) < length:
            return
        yield _decode(content)
