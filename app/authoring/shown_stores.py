"""What a map shows, computed when it is opened: the stores, the rings around, the reader, tiles."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from app.authoring.operations import ABSENT
from app.model.facts import Item, Missing, Value
from app.model.nodes.area import STEPS
from app.model.plan import Asker, Expression
from app.model.tiling import grid

STORES: Final = "stores"
_KM_PER_MILE: Final = 1.609344
_NICE: Final = tuple(n * 10**power for power in range(-1, 5) for n in (1, 2, 5))
_LEAST_RING, _MOST_RING = 0.1, 2.5  # of the farthest store's distance
_FIRST_RING: Final = 0.1  # in the reader's unit
_READER_DIGITS: Final = 2  # of a degree: as near as a place is known, and shared by neighbours


class Label(StrEnum):
    """What stands beside a pin."""

    DISTANCE = "distance"
    NAME = "name"
    BOTH = "both"
    NONE = "none"


def facts_needed(label: Label, numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the fields of a store that its pin and label are made of."""
    name = ("name",) if label in (Label.NAME, Label.BOTH) else ()
    distance = ("distance",) if label in (Label.DISTANCE, Label.BOTH) else ()
    return tuple(dict.fromkeys((*numbers, *distance, *name)))


def stores_of(around: str, label: Label, limit: int, numbers: Sequence[str]) -> Expression:
    """Return what lists up to `limit` stores with the numbers, those without them left out.

    `around`: `stores`, or what a single store is called. Missing when none is left.
    """
    fields = facts_needed(label, numbers)

    def stores(asker: Asker) -> Value | Missing:
        if around != STORES:
            known = {name: asker.fact(f"{around}.{name}") for name in fields}
            rows: Value | Missing = (Item(name=around, fields=known),)
        else:
            rows = asker.fact(STORES)
        if not isinstance(rows, tuple):
            return rows if isinstance(rows, Missing) else ABSENT
        shown = [
            Item(name=row.name, fields={**row.fields, "label": words})
            for row in rows
            if all(isinstance(row.fields.get(name), int | float) for name in numbers)
            and isinstance(words := _label(asker, row, label), str)
        ]
        return tuple(shown[:limit]) or _why(rows, numbers)

    return stores


def first(stores: Expression, field: str) -> Expression:
    """Return a field of the first store."""

    def value(asker: Asker) -> Value | Missing:
        rows = stores(asker)
        return rows[0].fields[field] if isinstance(rows, tuple) else rows

    return value


def others(stores: Expression) -> Expression:
    """Return every store but the first."""

    def rest(asker: Asker) -> Value | Missing:
        rows = stores(asker)
        return rows[1:] if isinstance(rows, tuple) else rows

    return rest


def rings(stores: Expression) -> Expression:
    """Return round distances from the nearest store's to beyond the farthest's, in words."""

    def around(asker: Asker) -> Value | Missing:
        rows = stores(asker)
        if not isinstance(rows, tuple):
            return rows
        unit = _KM_PER_MILE if asker.format("road_unit", 0) == "mi" else 1.0
        known = [row.fields["distance"] for row in rows]
        distances = [value / unit for value in known if isinstance(value, int | float)]
        least = min(*distances, max(distances) * _LEAST_RING)
        most = max(_FIRST_RING, max(distances) * _MOST_RING)
        return tuple(
            Item(name="ring", fields={"distance": km, "label": asker.format("distance", km)})
            for km in (amount * unit for amount in _NICE if least <= amount <= most)
        )

    return around


def reader(asker: Asker) -> Value | Missing:
    """Return where the reader is, roughly; nothing when that is not known."""
    lat, lon = asker.fact("place.lat"), asker.fact("place.lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return ()
    near = {"lat": round(lat, _READER_DIGITS), "lon": round(lon, _READER_DIGITS)}
    return (Item(name="reader", fields=near),)


def tiles(stores: Expression, zoom: int, size: tuple[int, int]) -> Expression:
    """Return the tiles around the first store, as assets parted by commas; empty without them."""

    def found(asker: Asker) -> Value | Missing:
        rows = stores(asker)
        if not isinstance(rows, tuple):
            return rows
        lat, lon = (_step(rows[0].fields[name]) for name in ("lat", "lon"))
        needed = grid(lat, lon, zoom, *size)
        answer = asker.ask("tiles", zoom, needed.column, needed.row, needed.columns, needed.rows)
        return "" if isinstance(answer, Missing) else answer

    return found


def credit(asker: Asker) -> Value | Missing:
    """Return who made the tiles; empty without tiles."""
    answer = asker.ask("tiles.credit")
    return "" if isinstance(answer, Missing) else answer


def _label(asker: Asker, row: Item, label: Label) -> Value | Missing:
    """Return what stands beside a pin; Missing when its distance cannot be written."""
    name = row.fields.get("name") if label in (Label.NAME, Label.BOTH) else ""
    distance: Value | Missing = ""
    known = row.fields.get("distance")
    if label in (Label.DISTANCE, Label.BOTH) and isinstance(known, int | float):
        distance = asker.format("distance", known)
    if isinstance(distance, Missing):
        return distance
    return " · ".join(part for part in (name, distance) if isinstance(part, str) and part)


def _why(rows: Sequence[Item], numbers: Sequence[str]) -> Missing:
    """Return why no store can be shown: the reason that the first of them gives."""
    for row in rows:
        for name in numbers:
            value = row.fields.get(name)
            if isinstance(value, Missing):
                return value
    return ABSENT


def _step(value: object) -> float:
    """Return degrees as the node holds them, so that picture and tiles agree."""
    assert isinstance(value, int | float)
    return round(value * STEPS) / STEPS
