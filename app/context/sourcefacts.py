"""`source.NAME.*` of one open: the rows that are held of each source, read when they are asked.

source.NAME.FIELD   of the row that the source's `lookup` names, else of the first
source.NAME.known   there is such a row
source.NAME.age     whole minutes since the rows were fetched
source.NAME.items   the first rows, for `each`
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from app.context.asking import Ask
from app.context.sources import SourceShelf
from app.errors import AppError
from app.model.facts import Fact, Item, Known, Missing, Value, Why
from app.model.keeping import Kept
from app.model.money import Money
from app.model.source import Harvest, Row, SourceSpec
from app.model.source_tokens import filled, request_tokens, tokens_in

SPACE: Final = "source"
MOST_ITEMS: Final = 100
_MINUTE: Final = timedelta(minutes=1)
_SECOND: Final = timedelta(seconds=1)
_SOON: Final = timedelta(seconds=15)
"""By then a source that failed, or was stale, has most likely been asked again."""

_DEGREES: Final = 2  # decimals of a coordinate in a request: as near as neighbours share
_COORDINATES: Final = frozenset({"place.lat", "place.lon", "store.lat", "store.lon"})
_Read = Callable[[str], Known]
_Names = tuple[tuple[str, ...], tuple[str, ...]]
_NAMED: Kept[int, tuple[SourceSpec, _Names]] = Kept(1024)
_ITEMS: Kept[int, tuple[Harvest, tuple[Item, ...]]] = Kept(256)


class SourceFacts:
    """The sources that one open reads. `known` reads the facts that their tokens name."""

    __slots__ = ("_ask", "_held", "_known", "_rows", "_shelf", "_specs", "_values")

    def __init__(self, ask: Ask, shelf: SourceShelf, known: _Read) -> None:
        self._ask = ask
        self._shelf = shelf
        self._known = known
        self._specs = _specs(shelf, ask.brand.name)
        self._held: dict[str, Harvest | Missing | None] = {}
        self._rows: dict[str, tuple[Row | Missing, datetime]] = {}
        self._values: dict[str, Fact | Missing] = {}

    def look(self) -> "tuple[SourceWait, ...]":
        """Take what can be had at once; return what has to be waited for."""
        return tuple(
            wait
            for name in self._ask.plan.outside
            if name.startswith("source.") and (wait := self._looked(name)) is not None
        )

    def settle(self, fetched: Mapping[str, Known]) -> None:
        """Take why there is nothing of those that were waited for in vain."""
        for name, held in self._held.items():
            why = fetched.get(name)
            if held is None and isinstance(why, Missing):
                self._held[name] = why

    def fact(self, dotted: str) -> Known:
        """Return the fact `source.NAME.FIELD`, given `NAME.FIELD`."""
        name, _, field = dotted.partition(".")
        source = f"source.{name}"
        if source not in self._held:
            self._looked(source)
        held = self._held[source]
        if not isinstance(held, Harvest):
            return self._unknown(field, Missing(Why.TIMEOUT, source) if held is None else held)
        if field == "age":
            return self._age(held, source)
        row, until = self._rows.get(source) or self._chosen(source, self._specs[name], held)
        if field == "items":
            return Fact(_items(held), source, until)
        if isinstance(row, Missing):
            return self._unknown(field, row)
        value = True if field == "known" else row.get(field)
        if value is None or isinstance(value, Missing):
            return Missing(Why.ABSENT if value is None else value.why, source, until)
        return Fact(value, source, until)

    def _chosen(
        self, source: str, spec: SourceSpec, held: Harvest
    ) -> tuple[Row | Missing, datetime]:
        """Return the row that the open reads, and until when it is that."""
        row, until = self._row(spec, held, source), self._until(spec, held)
        if isinstance(row, Missing):
            row = replace(row, retry_at=until)
        self._rows[source] = row, until
        return row, until

    def _looked(self, source: str) -> "SourceWait | None":
        """Take what can be had of a source at once; return what has to be waited for."""
        self._held[source] = _gone(source)
        spec = self._specs.get(source.partition(".")[2])
        if spec is None:
            return None
        asked_with, looked_up_by = _named(spec)
        reads = self._ask.plan.reads
        if not (reads.issuperset(asked_with) and reads.issuperset(looked_up_by)):
            # Compiled before the source was changed: it may not know that it is personal.
            return None
        values = self._tokens(asked_with)
        if isinstance(values, Missing):
            self._held[source] = replace(values, source=source)
            return None
        held = self._shelf.ready(spec, values, self._ask.at)
        self._held[source] = held
        if held is not None:
            return None

        async def wait() -> None:
            self._held[source] = await self._shelf.harvest(spec, values, self._ask.at)

        return SourceWait(source, wait)

    def _tokens(self, names: tuple[str, ...]) -> dict[str, str] | Missing:
        """Return the values of tokens as text; Missing when one of them is."""
        values: dict[str, str] = {}
        for name in names:
            if name not in self._values:
                self._values[name] = _text(name, self._known(name))
            known = self._values[name]
            if isinstance(known, Missing):
                return known
            values[name] = str(known.value)
        return values

    def _until(self, spec: SourceSpec, held: Harvest) -> datetime:
        """Return until when a value holds: the next fetch, or until a token has another value.

        Of one that is stale a newer is on its way.
        """
        at = self._ask.at
        until = held.fetched_at + min(spec.fresh_for, spec.every or spec.fresh_for)
        if at >= until:
            until = min(at + _SOON, max(held.fetched_at + spec.stale_for, at + _SECOND))
        for names in _named(spec):
            for name in names:
                known = self._values.get(name)
                if isinstance(known, Fact) and known.valid_until is not None:
                    until = min(until, known.valid_until)
        return until

    def _row(self, spec: SourceSpec, held: Harvest, source: str) -> Row | Missing:
        if not spec.lookup:
            return held.rows[0] if held.rows else Missing(Why.ABSENT, source)
        values = self._tokens(_named(spec)[1])
        if isinstance(values, Missing):
            return replace(values, source=source)
        return held.by_key.get(filled(spec.lookup, values)) or Missing(Why.ABSENT, source)

    def _age(self, held: Harvest, source: str) -> Fact:
        minutes = max(self._ask.at - held.fetched_at, timedelta()) // _MINUTE
        return Fact(minutes, source, held.fetched_at + (minutes + 1) * _MINUTE)

    def _unknown(self, field: str, why: Missing) -> Known:
        """Return why there is nothing, and when there may be."""
        is_gone = why.why is Why.ABSENT and why.retry_at is None
        retry_at = why.retry_at if why.retry_at is not None or is_gone else self._ask.at + _SOON
        if field == "known":
            return Fact(value=False, source=why.source, valid_until=retry_at)
        return replace(why, retry_at=retry_at)


class SourceWait:
    """A source that has to be waited for; implements asking.Source."""

    def __init__(self, name: str, wait: Callable[[], Awaitable[None]]) -> None:
        self.name = name
        self._wait = wait

    async def fetch(self, ask: Ask) -> Mapping[str, Known]:  # noqa: ARG002  # Source's
        """Wait for what it is asked; the facts of the open take it themselves."""
        await self._wait()
        return {}


def _specs(shelf: SourceShelf, brand: str) -> Mapping[str, SourceSpec]:
    try:
        return shelf.specs(brand)
    except AppError:  # what is configured cannot be read: as if there were no source
        return {}


def _named(spec: SourceSpec) -> _Names:
    """Return the tokens of the request and of the look-up, found once per spec."""
    known = _NAMED.get(id(spec))
    if known is None or known[0] is not spec:
        known = (spec, (request_tokens(spec), tokens_in(spec.lookup)))
        _NAMED.put(id(spec), known)
    return known[1]


def _gone(source: str) -> Missing:
    return Missing(Why.ABSENT, source)


def _items(held: Harvest) -> tuple[Item, ...]:
    """Return the first rows as items, made once per harvest."""
    known = _ITEMS.get(id(held))
    if known is None or known[0] is not held:
        rows = tuple([Item(name="row", fields=row) for row in held.rows[:MOST_ITEMS]])
        known = (held, rows)
        _ITEMS.put(id(held), known)
    return known[1]


def _text(name: str, known: Known) -> Fact | Missing:
    """Return a fact as it stands in a request; coordinates to about a kilometre."""
    if isinstance(known, Missing):
        return known
    value: Value = known.value
    if value is None or isinstance(value, tuple):
        return Missing(Why.ABSENT, name)
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif name in _COORDINATES and isinstance(value, int | float):
        text = f"{value:.{_DEGREES}f}"
    elif isinstance(value, Money):
        text = f"{value.minor} {value.currency}"
    elif isinstance(value, datetime | time):
        text = value.isoformat()
    else:
        text = str(value)
    return replace(known, value=text)
