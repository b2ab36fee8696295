"""Lists of stores as a map's node holds them."""

import pytest

from app.decide.stores_shown import digests, distances, labels, places, ways
from app.model.facts import Item, Missing, Value, Why


def rows(*fields: dict[str, Value | Missing]) -> tuple[Item, ...]:
    """Return rows of a list."""
    return tuple(Item(name="row", fields=row) for row in fields)


def test_rows_become_flat_numbers() -> None:
    """Each row gives its numbers in turn, in whole units."""
    stores = rows(
        {"bearing": 359.7, "distance": 1.24, "lat": 40.71284, "lon": -74.0060, "label": "a"},
        {"bearing": 90, "distance": 20, "lat": -0.00004, "lon": 181, "label": "b"},
    )

    assert ways(stores) == (0, 1200, 90, 20_000)
    assert places(stores) == (407_128, -740_060, 0, 1_800_000)
    assert distances(stores) == (1240, 20_000)
    assert labels(stores) == ("a", "b")


@pytest.mark.parametrize("value", [None, "x", float("nan"), True, Missing(Why.ABSENT, "stores")])
def test_a_number_that_is_none_makes_all_unknown(value: Value | Missing) -> None:
    """A map is not drawn with half of a store."""
    stores = rows({"bearing": value, "distance": 1.0, "lat": value, "lon": 1.0})

    assert ways(stores) is None
    assert places(stores) is None


def test_what_is_no_list() -> None:
    """Anything else is unknown; no tiles are no tiles."""
    assert ways("x") is None
    assert labels(3) is None
    assert labels(rows({})) == ("",)
    assert digests("a,b") == ("a", "b")
    assert digests("") == ()
