"""Rows of feeds that become stock or products: all of a feed in one step, or nothing.

A snapshot also forgets what the source's former snapshot had and this one has not; a delta only
sets. A snapshot that has lost more than half of what the former one gave is refused.
"""

import logging
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from app.adapters.memory import let_go
from app.adapters.sources.rowfile import UNREADABLE
from app.errors import SourceMalformed
from app.model.facts import Missing, Value
from app.model.ports import Written
from app.model.source import Row, SourceSpec

K = TypeVar("K")
N = TypeVar("N")
_FEW = 10  # rows that may become fewer without being suspicious
_REASONS = 3  # told of one feed
_log = logging.getLogger("opentime.sources")


class Rows(Protocol):
    """The rows of a feed, read one at a time."""

    def all(self) -> Iterator[Row]:
        """Give every row."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReport:
    """What became of a feed: what was written, what was forgotten, and rows left out."""

    written: Written
    forgotten: int = 0
    left_out: int = 0
    reasons: tuple[str, ...] = ()


class Sink(Protocol):
    """Takes the rows of a feed to where they belong, such as the stock table."""

    async def take(
        self, spec: SourceSpec, rows: Rows, *, former: Rows | None, at: datetime, trusted: bool
    ) -> TakenReport:
        """Take all of them or none; raises AppError with the reason.

        `former` are the rows taken last; `trusted`: that there are many fewer now is meant.
        """
        ...


class LeftOut(Exception):  # it is a row, found to be none, and is counted
    """A row that cannot be taken, and why."""


@dataclass(frozen=True, slots=True)
class Sorted(Generic[K, N]):
    """Nouns by what names them, and how many rows are none."""

    nouns: dict[K, N]
    left_out: int
    reasons: tuple[str, ...]


def sort_rows(rows: Rows, noun_of: Callable[[Row], tuple[K, N]]) -> Sorted[K, N]:
    """Return the nouns of rows, of each name the last; `noun_of` raises LeftOut. Blocks."""
    nouns: dict[K, N] = {}
    reasons: dict[str, None] = {}
    left_out = 0
    for row in rows.all():
        try:
            name, noun = noun_of(row)
        except LeftOut as error:
            left_out += 1
            if len(reasons) < _REASONS:
                reasons[str(error)] = None
        else:
            nouns[name] = noun
    return Sorted(nouns, left_out, tuple(reasons))


def names_of(former: Rows | None, noun_of: Callable[[Row], tuple[K, N]]) -> set[K]:
    """Return what names the nouns of former rows; none of rows that cannot be read. Blocks."""
    names: set[K] = set()
    try:
        for row in former.all() if former is not None else ():
            with suppress(LeftOut):
                names.add(noun_of(row)[0])
    except UNREADABLE as error:
        _log.warning("Former rows cannot be read, so none is forgotten: %s", error)
        let_go(names)
    return names


def check_fields(spec: SourceSpec, required: tuple[str, ...]) -> None:
    """Raise SourceMalformed for a source whose fields cannot make the nouns it feeds."""
    lacking = set(required) - {field.name for field in spec.shape.fields}
    if lacking:
        raise SourceMalformed(
            f'The source "{spec.name}" feeds {spec.feeds} and has no field {_listed(lacking)}.',
            remedy=f"Give it fields named {_listed(set(required))}.",
        )


def check_found(spec: SourceSpec, found: Sorted[K, N]) -> None:
    """Raise SourceMalformed when rows came and not one can be taken."""
    if found.left_out and not found.nouns:
        raise SourceMalformed(
            f"Not one of {found.left_out:,} rows can be taken as {spec.feeds}. "
            f"{' '.join(found.reasons)}",
            remedy="Compare its columns with the fields of the source.",
        )


def gone_since(spec: SourceSpec, former: set[K], now: AbstractSet[K], *, trusted: bool) -> set[K]:
    """Return what a snapshot no longer has; raises SourceMalformed when that is suspicious.

    `former` is used up.
    """
    if not spec.is_snapshot:
        let_go(former)
        return set()
    if not trusted and len(former) >= _FEW and 2 * len(now) < len(former):
        raise SourceMalformed(
            f"The snapshot has {len(now):,} {spec.feeds} where {len(former):,} were: "
            "the former ones stay. If that is right, fetch it by hand.",
        )
    # A loop lets other threads have their turn; the difference of sets does not.
    gone = {name for name in former if name not in now}
    let_go(former)
    return gone


def tell(spec: SourceSpec, report: TakenReport) -> TakenReport:
    """Log what was left out, and return the report."""
    if report.left_out:
        _log.warning(
            'Of the source "%s" %d rows were left out: %s',
            spec.name, report.left_out, " ".join(report.reasons),
        )  # fmt: skip
    return report


def said(row: Row, name: str) -> Value:
    """Return a field's value, None where the row says nothing."""
    value = row.get(name)
    return None if isinstance(value, Missing) else value


def text(row: Row, name: str) -> str:
    """Return a field as text, empty where the row says nothing."""
    value = said(row, name)
    return "" if value is None else str(value).strip()


def units(row: Row, name: str) -> int | None:
    """Return a field as whole units; raises LeftOut for what is none."""
    value = said(row, name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise LeftOut(f'"{value}" is no whole number of units.')
    return value


def _listed(names: set[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names))
