"""A file as blocks of whole lines: memory is bounded whatever it holds."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import NotFound, Unacceptable
from app.feeds.lines import MAX_LINE, Block, Damaged, Splitter
from app.imports.batch import OnProgress

_REMEDY = "name the encoding, e.g. --encoding windows-1252."


def read_blocks(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Block]:
    """Yield the lines of a text file, plain or gzip; raises NotFound, Unacceptable."""
    _check_encoding(encoding)
    if not path.is_file():
        raise NotFound(
            f'There is no file "{path}".', remedy="Check the path.", field="file", value=str(path)
        )
    total = path.stat().st_size
    with path.open("rb") as raw:
        opened = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw
        chunks = _chunks(opened, raw, total, on_progress)
        yield from Splitter(encoding, remedy=_REMEDY).blocks(chunks)


def _check_encoding(encoding: str) -> None:
    try:
        b"id".decode(encoding, errors="replace")
    except (LookupError, ValueError) as error:
        raise Unacceptable(
            f'"{encoding}" is not an encoding of text.',
            remedy="Use --encoding utf-8, windows-1252, iso-8859-1 or utf-16.",
            field="encoding",
            value=encoding,
        ) from error


def _chunks(
    opened: BinaryIO, raw: BufferedReader, total: int, on_progress: OnProgress
) -> Iterator[bytes]:
    while True:
        try:
            chunk = opened.read(MAX_LINE)
        except (OSError, EOFError, zlib.error) as error:
            raise Damaged(str(error)) from error
        on_progress(min(raw.tell(), total), total)
        if not chunk:
            return
        yield chunk
