"""Bytes of an answer to typed rows, within limits: a feed is read whole or not at all."""

from collections.abc import Callable, Mapping

from app.errors import SourceMalformed, Unacceptable
from app.feeds.cells import BadValue, Cell
from app.feeds.elements import parse_element_path
from app.feeds.encodings import check_is_feed
from app.feeds.found import Found, Rows
from app.feeds.json_rows import read_json
from app.feeds.limits import MAX_KEY, MAX_PROBLEMS, MAX_ROWS
from app.feeds.lines import BadRow
from app.feeds.merchant import read_merchant
from app.feeds.rows import FeedRow
from app.feeds.syndication import read_syndication
from app.feeds.tables import read_table
from app.feeds.typing import ABSENT, taker
from app.feeds.xml_rows import read_xml, rows_at
from app.model.facts import Missing, Value
from app.model.source import FeedKind, FeedRows, FeedShape, FieldSpec, Row

_REMEMBERED = 16_384  # values of a field that are made once
_SHORT = 64  # characters of those

Read = Callable[[bytes, FeedShape, str], Rows]

_READERS: Mapping[FeedKind, Read] = {
    FeedKind.JSON: lambda body, shape, media_type: read_json(
        body, shape.fields, rows=shape.rows, media_type=media_type
    ),
    FeedKind.CSV: lambda body, shape, media_type: read_table(
        body, shape.fields, delimiter="", media_type=media_type
    ),
    FeedKind.TSV: lambda body, shape, media_type: read_table(
        body, shape.fields, delimiter="\t", media_type=media_type
    ),
    FeedKind.XML: lambda body, shape, media_type: read_xml(
        body,
        [(parse_element_path(field.path),) for field in shape.fields],
        rows_at=rows_at(shape.rows),
        media_type=media_type,
    ),
    FeedKind.RSS: lambda body, shape, media_type: read_syndication(
        body, shape.fields, media_type=media_type
    ),
    FeedKind.MERCHANT: lambda body, shape, media_type: read_merchant(
        body, shape.fields, media_type=media_type
    ),
}


def read_feed(body: bytes, shape: FeedShape, *, media_type: str = "") -> FeedRows:
    """Read an answer as a shape says; `media_type` is its Content-Type.

    A row with a value that its field cannot take, or with a key that came before, is left out and
    told in `problems`. Raises SourceMalformed for what is no such feed, for one that has lost a
    column or every field, for one whose rows are all bad, and for one beyond the limits.
    """
    check_is_feed(body)
    gathered = _Gathered(shape)
    try:
        for found in _READERS[shape.kind](body, shape, media_type):
            gathered.take(found)
    except Unacceptable as error:  # a path that cannot be followed
        raise SourceMalformed(error.message, remedy=error.remedy) from error
    return gathered.harvest()


class _Gathered:
    """The rows so far, what was wrong with others, and which keys and fields have come."""

    def __init__(self, shape: FeedShape) -> None:
        self._unit = "Line" if shape.kind in {FeedKind.CSV, FeedKind.TSV} else "Row"
        self._fields = [_Field(field) for field in shape.fields]
        self._index = {field.name: at for at, field in enumerate(shape.fields)}
        self._key = self._index.get(shape.key, -1)
        self._keys: dict[Value, int] = {}
        self._rows: list[Row] = []
        self._bad = 0
        self._problems: list[str] = []

    def take(self, found: Found | BadRow) -> None:
        """Take a row, or why it is none; raises SourceMalformed for one too many."""
        if isinstance(found, BadRow):
            self._refuse(found.line, found.reason)
            return
        try:
            row = FeedRow(
                self._index,
                [field.value(cell) for field, cell in zip(self._fields, found.cells, strict=True)],
            )
            if self._key >= 0:
                self._check_key(row.at(self._key), found.number)
        except BadValue as error:
            self._refuse(found.number, str(error))
            return
        if len(self._rows) == MAX_ROWS:
            raise SourceMalformed(
                f"The feed has more than {MAX_ROWS:,} rows.",
                remedy="Have the source send less, or split it into several sources.",
            )
        self._rows.append(row)

    def _refuse(self, number: int, reason: str) -> None:
        self._bad += 1
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(f"{self._unit} {number}: {reason}")

    def _check_key(self, key: Value | Missing, number: int) -> None:
        name = self._fields[self._key].spec.name
        if isinstance(key, Missing):
            raise BadValue(f'Field "{name}" is missing, and rows are looked up by it.')
        if isinstance(key, str) and len(key) > MAX_KEY:
            raise BadValue(f'Field "{name}" has more than {MAX_KEY} characters, for a key.')
        first = self._keys.setdefault(key, number)
        if first != number:
            raise BadValue(f'Field "{name}" is {key!r} as in {self._unit.lower()} {first}.')

    def harvest(self) -> FeedRows:
        """Return what was taken; raises SourceMalformed when nothing can be made of it."""
        if self._bad and not self._rows:
            raise SourceMalformed(
                f"Not one of {self._bad:,} rows can be used. {self._problems[0]}",
                remedy="Compare the fields of the source with what it answers now.",
            )
        empty = [field.spec for field in self._fields if not field.came]
        if self._rows and empty and len(empty) == len(self._fields):
            raise SourceMalformed(
                f"No row has any of the fields: {_listed(empty)}.",
                remedy="Compare the paths of the fields with what the source answers now.",
            )
        notes = [f"No row has the field {_listed([spec])}." for spec in empty if self._rows]
        problems = (*notes[:MAX_PROBLEMS], *self._problems)[:MAX_PROBLEMS]
        return FeedRows(rows=tuple(self._rows), bad=self._bad, problems=problems)


def _listed(fields: list[FieldSpec]) -> str:
    return ", ".join(f'"{field.name}" (at {field.path})' for field in fields)


class _Field:
    """One field: its values, made once for texts that come again, and whether any came."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.came = False
        self._take = taker(spec)
        self._made: dict[str, Value | Missing] = {}

    def value(self, cell: Cell) -> Value | Missing:
        """Return the value of a cell; a BadValue names the field first."""
        if cell is None:
            return ABSENT
        if isinstance(cell, str) and cell in self._made:
            return self._made[cell]
        try:
            value = self._take(cell)
        except BadValue as error:
            raise BadValue(f'Field "{self.spec.name}": {error}') from None
        self.came = self.came or not isinstance(value, Missing)
        if isinstance(cell, str) and len(cell) <= _SHORT and len(self._made) < _REMEMBERED:
            self._made[cell] = value
        return value
