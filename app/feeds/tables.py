"""Rows of CSV and TSV answers: the fields' paths are names of columns."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches

from app.errors import SourceMalformed
from app.feeds.encodings import charset_of
from app.feeds.found import Found, Rows
from app.feeds.lines import MAX_LINE, BadRow, Splitter
from app.feeds.records import Records, misfit
from app.model.source import FieldSpec

_REMEDY = "have it sent as UTF-8, or with its charset named in Content-Type."
_SHOWN = 30  # columns in a reason


def fold(name: str) -> str:
    """Return a column's name without case, spaces and underscores, as names are compared."""
    return re.sub(r"[\W_]+", "", name.lower())


def read_table(
    body: bytes,
    fields: Sequence[FieldSpec],
    *,
    delimiter: str,
    media_type: str,
    column_of: Callable[[str], str] = fold,
    is_open: bool = False,
) -> Rows:
    """Yield the rows of a table whose first row names its columns, every field's among them.

    `column_of` folds a name as columns are compared; of an open table columns may be absent.
    """
    columns: tuple[str, ...] = ()
    places: Sequence[int | None] = ()
    for found in _rows(body, delimiter, media_type):
        if isinstance(found, BadRow):
            yield found
        elif not columns:
            columns = tuple(name.strip() for name in found[1])
            places = _places(columns, fields, column_of)
            if not is_open:
                _check_none_is_gone(columns, fields, places)
        elif len(found[1]) != len(columns):
            yield BadRow(found[0], misfit(len(columns), len(found[1])))
        else:
            yield _found(found, places)
    if not columns:
        raise SourceMalformed(
            "The table has no row that names its columns.",
            remedy="Its first row must hold the names of the columns, e.g. sku,quantity.",
        )


def _rows(body: bytes, delimiter: str, media_type: str) -> Iterable[tuple[int, list[str]] | BadRow]:
    splitter = Splitter(charset_of(media_type), remedy=_REMEDY)
    for lines, rows, bad in Records(splitter.blocks(_chunks(body)), delimiter=delimiter):
        yield from bad
        yield from ((line, row) for line, row in zip(lines, rows, strict=True) if any(row))


def _chunks(body: bytes) -> Iterator[bytes]:
    return (body[at : at + MAX_LINE] for at in range(0, len(body), MAX_LINE))


def _found(found: tuple[int, list[str]], places: Sequence[int | None]) -> Found:
    line, row = found
    return Found(line, [None if place is None else row[place] for place in places])


def _places(
    columns: Sequence[str], fields: Sequence[FieldSpec], column_of: Callable[[str], str]
) -> list[int | None]:
    """Return where each field's column stands."""
    numbered = tuple(enumerate(columns))[::-1]  # of two the first is meant
    folded = {column_of(name): place for place, name in numbered}
    exact = {name: place for place, name in numbered}
    return [exact.get(field.path, folded.get(column_of(field.path))) for field in fields]


def _check_none_is_gone(
    columns: Sequence[str], fields: Sequence[FieldSpec], places: Sequence[int | None]
) -> None:
    gone = [field.path for field, place in zip(fields, places, strict=True) if place is None]
    if gone:
        near = [hit for name in gone for hit in get_close_matches(name, columns, n=1, cutoff=0.5)]
        raise SourceMalformed(
            f"The table has no column {_listed(gone)}; it has {_listed(columns)}.",
            remedy=f"Did you mean {_listed(near)}?" if near else "Were its columns renamed?",
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name[:40]}"' for name in names[:_SHOWN])
