"""The beginning of a file: its columns, what each is taken for, and what its first rows become."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from app.errors import Unacceptable
from app.feeds.cells import text_of
from app.feeds.lines import BadRow
from app.imports.batch import Batch
from app.imports.field_words import WORDS
from app.imports.layouts import Kind, Layouts, fields_of
from app.imports.mapping import Fields, resolve
from app.imports.report import bounded
from app.imports.rows import read_rows
from app.model.ports import Gazetteer
from app.studio.importing import Column, Field, Sheet

_ROWS = 50  # that are tried
_SAMPLES = 4
_SHOWN = 80  # characters of a value
_MOST_PIECES = 16  # of a megabyte of text, or of a thousand rows of a sheet, that a look reads
_MOST_BAD = 1_000  # rows before a good one


def look(
    kind: Kind,
    path: Path,
    *,
    encoding: str,
    mapping: Mapping[str, str],
    gazetteer: Gazetteer | None,
    now: datetime,
) -> Sheet:
    """Return the beginning of a file; raises NotFound and Unacceptable for what is no table."""
    fields = fields_of(kind)
    batch = _beginning(path, encoding)
    known = {column: to for column, to in mapping.items() if column in batch.columns}
    targets = _targets(fields, batch, known)
    tried = _tried(batch)
    bad: tuple[tuple[int, str], ...] = ()
    problem, remedy = "", ""
    try:
        converted = Layouts(kind, known, gazetteer, now).convert(tried)
        left_out = map(bounded, (*converted[3], *batch.bad))
        bad = tuple((row.line, row.reason) for row in left_out)
    except Unacceptable as error:
        problem, remedy = error.message, _in_a_form(error.remedy)
    return Sheet(
        columns=tuple(
            Column(name=name, samples=_samples(batch, index), target=targets.get(name, ""))
            for index, name in enumerate(batch.columns)
            if name
        ),
        fields=tuple(
            Field(name=name, says=WORDS[kind][name], is_required=name in fields.required)
            for name in fields.aliases
        ),
        is_free=fields.free,
        rows=len(tried.rows),
        bad=bad,
        problem=problem,
        remedy=remedy,
    )


class _FarEnough(Exception):  # it never leaves this module
    """As much of the file was read as a look reads."""


def _beginning(path: Path, encoding: str) -> Batch:
    """Return the first batch with rows and what was bad before; else the columns alone."""
    first: Batch | None = None
    bad: list[BadRow] = []
    pieces, why = count(1), ""

    def on_progress(_done: int, _total: int) -> None:
        if next(pieces) > _MOST_PIECES:
            raise _FarEnough

    try:
        for batch in read_rows(path, encoding=encoding, on_progress=on_progress):
            first = batch
            bad += batch.bad
            if batch.rows or len(bad) >= _MOST_BAD:
                break
    except _FarEnough:
        why = f" Its first {_MOST_PIECES} MB hold no line that can be read."
    if first is None or not first.columns:
        why = f" Line {bad[0].line}: {bad[0].reason}" if bad else why
        raise Unacceptable(
            f'"{path.name}" has no rows.{why}', remedy="Choose a file with rows.", field="file"
        )
    return replace(first, bad=tuple(bad))


def _targets(fields: Fields, batch: Batch, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return what each column is taken for, required ones missing or not."""
    try:
        mapped = resolve(replace(fields, required=()), batch.columns, mapping)
    except Unacceptable:
        return dict(mapping)
    found = {batch.columns[index]: name for name, index in mapped.fields.items()}
    return found | {batch.columns[index]: f"attributes.{name}" for name, index in mapped.attributes}


def _tried(batch: Batch) -> Batch:
    return replace(batch, rows=batch.rows[:_ROWS], lines=batch.lines[:_ROWS], bad=())


def _samples(batch: Batch, index: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in batch.rows[:_ROWS]:
        text = text_of(row[index])[:_SHOWN]
        if text and text not in found:
            found.append(text)
        if len(found) == _SAMPLES:
            break
    return tuple(text.encode(errors="replace").decode() for text in found)


def _in_a_form(remedy: str) -> str:
    """Return a remedy without what only the command line has."""
    return "Choose a column for each field that is needed." if "--map" in remedy else remedy
