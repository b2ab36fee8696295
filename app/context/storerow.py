"""The fields of one store as facts: its record, its hours at an instant, how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from app.context.opening import closes, opens, state, today_text
from app.context.stock import SkuStock
from app.context.stores import Found
from app.model.facts import Fact, Item, Known, Missing, Trust, Value, Why
from app.model.hours import Hours
from app.model.store import Store
from app.model.walls import hold_until
from app.model.zones import known_zone

ABSENT = Missing(Why.ABSENT, "stores")
NO_STOCK = Missing(Why.ABSENT, "stock")
_MIDNIGHT = (time(0),)
_HOURS_FIELDS = frozenset({"is_open", "closes", "opens", "hours_today"})
_RECORD_FIELDS = frozenset(
    {"name", "slug", "street", "city", "region", "postcode", "country", "phone", "url"}
    | {"lat", "lon"}
)
FIELDS = tuple(sorted(_RECORD_FIELDS | _HOURS_FIELDS | {"id", "distance", "bearing", "stock"}))


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class Shown:
    """A store that was chosen. Distance and bearing are None when the reader's place is not known.

    `valid_until`: until when the choice stays without a write.
    """

    index: int
    external_id: str
    distance_km: float | None
    bearing: float | None
    valid_until: datetime | None


class StoreRow:
    """One chosen store at one instant; its record is read when first needed."""

    __slots__ = ("_at", "_details", "_record", "_stock", "_trust", "shown")

    def __init__(
        self,
        shown: Shown,
        *,
        at: datetime,
        details: Callable[[str], Store | None],
        stock: SkuStock | None,
        trust: Trust,
    ) -> None:
        self.shown = shown
        self._at = at
        self._details = details
        self._stock = stock
        self._trust = trust
        self._record: Store | None = None

    def field(self, name: str) -> Known:
        """Return one field; it holds no longer than the choice, also when there is none."""
        return held_for(self._own(name), self.shown.valid_until)

    def record(self) -> Store | None:
        """Return the store as stored; None once it was deleted."""
        if self._record is None:
            self._record = self._details(self.shown.external_id)
        return self._record

    def _own(self, name: str) -> Known:
        if name in _RECORD_FIELDS:
            record = self.record()
            value: Value = getattr(record, name) if record is not None else None
            return Fact(value, "stores") if value not in (None, "") else ABSENT
        if name in _HOURS_FIELDS:
            return self._hours(name)
        if name in ("distance", "bearing"):
            far = name == "distance"
            return self._measured(self.shown.distance_km if far else self.shown.bearing)
        if name == "stock":
            return units_of(self._stock, self.shown.index, self._at)
        return Fact(self.shown.external_id, "stores") if name == "id" else ABSENT

    def _measured(self, value: float | None) -> Known:
        if value is None:
            return Missing(Why.ABSENT, "place")
        return Fact(value, "stores", None, self._trust)

    def _hours(self, name: str) -> Known:
        record = self.record()
        zone = known_zone(record.tz) if record is not None else None
        if record is None or record.hours is None or zone is None:
            return Missing(Why.ABSENT, "hours")
        return hours_fact(name, record.hours, zone, self._at)


def hours_fact(name: str, hours: Hours, zone: ZoneInfo, at: datetime) -> Known:
    """Return `is_open`, `closes`, `opens` or `hours_today` of opening hours."""
    now = state(hours, zone, at)
    match name:
        case "is_open":
            return Fact(now.open, "hours", now.until)
        case "closes":
            moment = closes(hours, zone, at) if now.open else None
        case "opens":
            moment = None if now.open else opens(hours, zone, at)
        case _:
            text, until = today_text(hours, zone, at), hold_until(at, zone, _MIDNIGHT)
            return Fact(text, "hours", until) if text else Missing(Why.ABSENT, "hours", until)
    return Fact(moment, "hours", now.until) if moment else Missing(Why.ABSENT, "hours", now.until)


def listed(rows: list[StoreRow]) -> Fact:
    """Return rows as a list that holds as long as every field of every row."""
    until: datetime | None = None
    items = []
    for row in rows:
        fields: dict[str, Value | Missing] = {}
        for name in FIELDS:
            known = row.field(name)
            if isinstance(known, Fact):
                fields[name], until = known.value, sooner(until, known.valid_until)
            else:
                fields[name], until = known, sooner(until, known.retry_at)
        items.append(Item(name=row.shown.external_id, fields=fields))
    return Fact(tuple(items), "stores", until)


def units_of(stock: SkuStock | None, index: int, at: datetime) -> Known:
    """Return the units of a SKU in a store by its index."""
    units = stock.units(index, at) if stock is not None else None
    if stock is None or units is None:
        return NO_STOCK
    until = sooner(stock.expires(index), stock.held.until(at.timestamp()))
    return Fact(units, "stock", until)


def is_stale(stock: SkuStock, at: datetime) -> bool:
    """Tell whether every level is too old to believe: then the total is unknown, not zero."""
    return stock.total_until(at) is None and stock.units(stock.stores[0], at) is None


def held_for(known: Known, until: datetime | None) -> Known:
    """Return what is known with a validity that ends at `until` at the latest."""
    if until is None:
        return known
    if isinstance(known, Missing):
        return Missing(known.why, known.source, sooner(known.retry_at, until))
    return Fact(known.value, known.source, sooner(known.valid_until, until), known.trust)


def sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two instants; None is never."""
    if one is None or other is None:
        return one or other
    return min(one, other)


def store_fact(row: StoreRow | Missing, field: str) -> Known:
    """Return a field of the chosen store, or why there is none; `known` tells which."""
    if isinstance(row, Missing):
        return Fact(False, row.source, row.retry_at) if field == "known" else row  # noqa: FBT003  # a value
    if field == "known":
        return Fact(True, "stores", row.shown.valid_until)  # noqa: FBT003  # a value
    return row.field(field)


def as_shown(found: Found) -> Shown:
    """Return a store that a search found as it is shown."""
    return Shown(
        index=found.index,
        external_id=found.external_id,
        distance_km=found.distance_km,
        bearing=found.bearing,
        valid_until=found.valid_until,
    )
