"""Files of rows, told apart by their names: .csv .tsv .txt .jsonl .ndjson, each also .gz; .xlsx."""

from collections.abc import Iterator
from pathlib import Path

from app.errors import NotFound, Unacceptable
from app.imports.batch import Batch, OnProgress
from app.imports.delimited import read_delimited
from app.imports.jsonl import read_jsonl


def _read_spreadsheet(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Batch]:
    # Its library takes a quarter of a second to import, which a table of text need not wait for.
    from app.imports.spreadsheet import read_spreadsheet  # noqa: PLC0415  # see above

    return read_spreadsheet(path, encoding=encoding, on_progress=on_progress)


_READERS = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "tab": read_delimited,
    "txt": read_delimited,
    "jsonl": read_jsonl,
    "ndjson": read_jsonl,
    "xlsx": _read_spreadsheet,
}


def ignore_progress(_done: int, _total: int) -> None:
    """Take progress and do nothing with it."""


def read_rows(
    path: Path, *, encoding: str = "utf-8", on_progress: OnProgress = ignore_progress
) -> Iterator[Batch]:
    """Yield the rows of a file in batches, the first before any row of a table.

    Raises NotFound, and Unacceptable for a file that is not a table at all; rows that cannot be
    read are in their batch's `bad`.
    """
    if not path.is_file():
        raise NotFound(
            f'There is no file "{path}".', remedy="Check the path.", field="file", value=str(path)
        )
    name = path.name.lower().removesuffix(".gz")
    reader = _READERS.get(name.rpartition(".")[2])
    if reader is None:
        raise Unacceptable(
            f'"{path.name}" is of a kind that cannot be imported.',
            remedy=f"Use one of .{', .'.join(_READERS)}; the text ones also with .gz.",
            field="file",
            value=str(path),
        )
    yield from reader(path, encoding=encoding, on_progress=on_progress)
