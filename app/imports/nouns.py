"""Rows to nouns: what stores, products and stock have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.errors import Unacceptable
from app.feeds.cells import BadValue, Cell, shown, text_of
from app.feeds.lines import BadRow
from app.imports.batch import Batch
from app.imports.mapping import Mapped
from app.imports.values import in_column, typed_attribute
from app.imports.values import inferred_attribute as inferred
from app.model.subscriber import Attribute

T = TypeVar("T")
V = TypeVar("V")
MAX_TEXT = 2_000  # characters


class Row:
    """The cells of one row by field; a BadValue names the column as the file does."""

    def __init__(self, columns: Sequence[str], mapped: Mapped, cells: Sequence[Cell]) -> None:
        self._columns = columns
        self._mapped = mapped
        self._cells = cells

    def has(self, field: str) -> bool:
        """Tell whether the file has a column for the field."""
        return field in self._mapped.fields

    def cell(self, field: str) -> Cell:
        """Return a field's cell as it stands in the file, None without a column."""
        index = self._mapped.fields.get(field)
        return None if index is None else self._cells[index]

    def parsed(self, field: str, parse: Callable[[Cell], V]) -> V:
        """Return a field parsed; a field without a column is parsed from None."""
        index = self._mapped.fields.get(field)
        return (
            parse(None)
            if index is None
            else in_column(self._columns[index], parse, self.cell(field))
        )

    def text(self, field: str) -> str:
        """Return a field as trimmed text."""
        return self.parsed(field, _bounded)

    def required(self, field: str) -> str:
        """Return a field as text; raises BadValue when empty."""
        return self.parsed(field, _present)

    def attributes(self, *, typed: bool) -> dict[str, Attribute]:
        """Return the free columns that say something."""
        infer = typed_attribute if typed else inferred
        found = {
            name: in_column(self._columns[index], infer, self._cells[index])
            for name, index in self._mapped.attributes
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class NounRows(Generic[T]):
    """Converts the batches of one layout of columns with `parse`; `name` is a noun's id."""

    columns: Sequence[str]
    mapped: Mapped
    parse: Callable[[Row, bool], T]
    name: Callable[[T], str]

    def convert(self, batch: Batch) -> tuple[list[int], list[str], list[T], list[BadRow]]:
        """Return lines, ids and nouns of the good rows, aligned, and the bad rows."""
        lines, ids, nouns, bad = [], [], [], []
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            try:
                noun = self.parse(Row(self.columns, self.mapped, cells), batch.typed)
            except BadValue as error:
                bad.append(BadRow(line, str(error)))
                continue
            except Unacceptable as error:
                bad.append(BadRow(line, f"{error.message} {error.remedy}".strip()))
                continue
            lines.append(line)
            ids.append(self.name(noun))
            nouns.append(noun)
        return lines, ids, nouns, bad


def _bounded(cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > MAX_TEXT:
        many = f"{shown(text)} has {len(text):,} characters, at most {MAX_TEXT:,} fit"
        raise BadValue(f"{many}: shorten it.")
    try:
        text.encode()
    except UnicodeError:
        raise BadValue(f"{ascii(text)[:60]} is not valid Unicode: export as UTF-8.") from None
    return text


def _present(cell: Cell) -> str:
    text = _bounded(cell)
    if not text:
        raise BadValue("the value is missing: every row needs one.")
    return text
