"""Stock is held by SKU and store, believed while fresh, and summed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.context.stock import StockBook
from app.model.store import StockLevel

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
NOW = int(AT.timestamp())
HOUR = timedelta(hours=1)
NAMES = [f"s{n}" for n in range(8)]
INDEX = {name: n for n, name in enumerate(NAMES)}.get


def a_level(store: str = "s1", quantity: int = 3, minutes: int = 0, sku: str = "sku") -> StockLevel:
    """Build a level reported so many minutes after noon."""
    as_of = AT + timedelta(minutes=minutes)
    return StockLevel(store=store, sku=sku, quantity=quantity, as_of=as_of)


def a_book(*levels: StockLevel, max_age: timedelta | None = HOUR) -> StockBook:
    """Build a book of levels."""
    book = StockBook(index=INDEX, max_age=max_age)
    book.apply(levels)
    return book


def test_units_expire():
    """Units are known until the level's age reaches the maximum, then no more."""
    stock = a_book(a_level()).of("sku")

    assert stock.units(1, AT) == 3
    assert stock.units(1, AT + HOUR - timedelta(seconds=1)) == 3
    assert stock.units(1, AT + HOUR) is None
    assert stock.expires(1) == AT + HOUR
    assert stock.units(2, AT) is None
    assert stock.expires(2) is None


def test_without_a_maximum_nothing_expires():
    """With no maximal age a level holds until the next one."""
    stock = a_book(a_level(), max_age=None).of("sku")

    assert stock.units(1, AT + 9999 * HOUR) == 3
    assert stock.expires(1) is None
    assert stock.total(AT + 9999 * HOUR) == 3
    assert stock.total_until(AT) is None


def test_unknown_stores_are_left_out():
    """Levels of stores that nobody knows are not counted, also in bulk."""
    book = StockBook([("sku", "nowhere", 1, NOW), ("other", "s1", 1, NOW)], index=INDEX)

    assert book.apply([a_level("nowhere"), a_level("s2")]) == 1
    assert len(book) == 2
    assert book.of("sku").units(2, AT) == 3


def test_levels_are_forgotten():
    """A forgotten level is unknown, not zero; a SKU without levels is no SKU."""
    book = a_book(a_level("s1"), a_level("s2", 0))

    assert book.forget("s1", "sku")
    assert not book.forget("s1", "sku")
    assert not book.forget("nowhere", "sku")
    assert not book.forget("s1", "nothing")
    assert book.of("sku").units(1, AT) is None
    assert book.of("sku").units(2, AT) == 0
    assert book.forget("s2", "sku")
    assert book.of("sku") is None


def test_quantities_are_bounded():
    """A quantity beyond what is stored is the most that can be."""
    assert a_book(a_level(quantity=10**12)).of("sku").units(1, AT) == 2**31 - 1


def test_new_indices_keep_the_levels():
    """After the stores were numbered anew each level stands with its store; lost ones are gone."""
    book = a_book(a_level("s1", 1), a_level("s2", 2), a_level("s7", 7))

    moved = book.reindexed(NAMES, {"s7": 0, "s2": 5}.get)

    assert list(moved.of("sku").stores) == [0, 5]
    assert moved.of("sku").units(0, AT) == 7
    assert moved.of("sku").total(AT) == 9
    assert moved.of("sku").expires(5) == AT + HOUR


ROW = st.tuples(
    st.sampled_from(["a", "b"]), st.sampled_from(NAMES), st.integers(0, 9), st.integers(-90, 90)
)


@given(st.lists(ROW), st.lists(ROW), st.lists(st.integers(-100, 200), min_size=1, max_size=4))
def test_the_total_is_the_sum(loaded, applied, minutes):
    """Through loads, writes and questions at any instants the total is the sum of fresh units."""
    book = StockBook(
        [(sku, store, units, NOW + 60 * minute) for sku, store, units, minute in loaded],
        index=INDEX,
        max_age=HOUR,
    )
    latest = {row[:2]: row[2:] for row in loaded}
    for step in range(len(applied) + 1):
        for minute in minutes:
            at = AT + timedelta(minutes=minute)
            fresh = [row for key, row in latest.items() if key[0] == "a" and row[1] + 60 > minute]
            stock = book.of("a")
            assert (stock.total(at) if stock else 0) == sum(units for units, _ in fresh)
            if stock:
                until = stock.total_until(at)
                ends = [AT + timedelta(minutes=row[1] + 60) for row in fresh]
                # Early is safe, late is not.
                assert until is None or until > at
                assert not ends or (until is not None and until <= min(ends))
        if step < len(applied):
            sku, store, units, minute = applied[step]
            if units == 9:
                book.forget(store, sku)
                latest.pop((sku, store), None)
            else:
                book.apply([a_level(store, units, minute, sku)])
                latest[sku, store] = (units, minute)
