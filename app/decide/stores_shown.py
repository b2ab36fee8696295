"""What a map shows of a list of stores, as the fields of its node: flat numbers and labels.

Rows are those that authoring made: stores with `bearing` and `distance`, or `lat` and `lon`, and a
`label`; rings with `distance` and `label`. A row that lacks a number makes the field unknown.
"""

from collections.abc import Callable
from typing import Final

from app.decide.conversions import degrees, metres, real
from app.model.facts import Item, Value
from app.model.nodes.area import STEPS

Numbers = tuple[int, ...]
_MAP: Final[tuple[tuple[str, Callable[[Value], int | None]], ...]] = (
    ("bearing", degrees),
    ("distance", metres),
)


def ways(value: Value) -> Numbers | None:
    """Return bearing and metres of each row in turn."""
    return _flat(value, _MAP)


def places(value: Value) -> Numbers | None:
    """Return latitude and longitude of each row in turn, in steps of the node."""
    return _flat(value, (("lat", _steps), ("lon", _steps)))


def distances(value: Value) -> Numbers | None:
    """Return the metres of each row."""
    return _flat(value, (("distance", _whole_metres),))


def labels(value: Value) -> tuple[str, ...] | None:
    """Return the label of each row; empty where it has none."""
    if not isinstance(value, tuple):
        return None
    found = (row.fields.get("label") for row in value)
    return tuple(label if isinstance(label, str) else "" for label in found)


def digests(value: Value) -> tuple[str, ...] | None:
    """Return the assets that a text names, parted by commas."""
    return tuple(value.split(",")) if isinstance(value, str) and value else ()


def _flat(
    value: Value, wanted: tuple[tuple[str, Callable[[Value], int | None]], ...]
) -> Numbers | None:
    if not isinstance(value, tuple):
        return None
    found: list[int] = []
    for row in value:
        for name, convert in wanted:
            number = convert(_known(row, name))
            if number is None:
                return None
            found.append(number)
    return tuple(found)


def _known(row: Item, name: str) -> Value:
    value = row.fields.get(name)
    return value if isinstance(value, int | float) else None


def _steps(value: Value) -> int | None:
    number = real(value)
    return None if number is None else round(max(-180.0, min(180.0, number)) * STEPS)


def _whole_metres(value: Value) -> int | None:
    number = real(value)
    return None if number is None else round(min(20_040.0, max(0.0, number)) * 1000)
