"""The store book finds what an exhaustive search over geodesics would find."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import dist
from zoneinfo import ZoneInfo

import pytest
from geopy.distance import geodesic

from app.context.distance import place_in_space
from app.context.opening import OpenState, state
from app.context.stock import SkuStock, StockBook
from app.context.stores import Found, NoStore, StoreBook, StoreRow
from app.model.hours import Hours
from app.model.hours_text import parse_hours

CITIES = [
    (40.71, -74.0, "America/New_York"),
    (52.52, 13.4, "Europe/Berlin"),
    (51.5, -0.12, "Europe/London"),
    (-33.87, 151.2, "Australia/Sydney"),
    (-17.8, 179.98, "Pacific/Fiji"),
    (89.9, 0.0, "UTC"),
    (-89.95, 100.0, "UTC"),
    (35.68, 139.7, "Asia/Tokyo"),
    (-23.55, -46.63, "America/Sao_Paulo"),
]
HOURS = [
    parse_hours("Mo-Sa 09:00-18:00"),
    parse_hours("Mo-Fr 08:00-12:00,13:00-19:30; Sa 10:00-14:00"),
    parse_hours("Mo-Su 17:00-02:00"),
    parse_hours("24/7"),
    parse_hours("off; 2026-11-27 10:00-12:00"),
]
AT = datetime(2026, 11, 27, 17, 55, tzinfo=UTC)
DAY_AGE = timedelta(hours=24)


def a_row(name: str, lat: float, lon: float, line: str = "24/7", tz: str = "UTC") -> StoreRow:
    """Build a store from a line of hours; an empty line: hours not known."""
    return StoreRow(name, lat, lon, tz, parse_hours(line) if line else None)


def a_world(size: int, seed: int = 1) -> tuple[StoreRow, ...]:
    """Scatter stores around cities, a tenth anywhere, some of them on one spot."""
    dice = random.Random(seed)
    rows: list[StoreRow] = []
    for number in range(size):
        lat, lon, tz = dice.choice(CITIES)
        lat, lon = lat + dice.gauss(0, 0.15), lon + dice.gauss(0, 0.2)
        if number % 10 == 0:
            lat, lon = dice.uniform(-90, 90), dice.uniform(-180, 180)
        if number % 50 == 1:
            lat, lon = rows[-1].lat, rows[-1].lon
        lat = min(90.0, max(-90.0, lat))
        lon = (lon + 180) % 360 - 180
        hours: Hours | None = dice.choice(HOURS) if number % 17 else None
        rows.append(StoreRow(f"s{dice.randrange(10**9)}-{number}", lat, lon, tz, hours))
    return tuple(rows)


def a_stock(book: StoreBook, share: float, seed: int = 1) -> SkuStock:
    """Stock a share of the stores, some with nothing and some reported long ago."""
    dice = random.Random(seed)
    now = int(AT.timestamp())
    rows = [
        ("sku", name, dice.choice([0, 1, 5]), now - dice.randrange(30 * 3600))
        for name in book.external_ids
        if dice.random() < share
    ]
    stock = StockBook(rows, index=book.index, max_age=DAY_AGE).of("sku")
    assert stock is not None
    return stock


@dataclass
class Question:
    """What is asked of the book, and of the exhaustive search."""

    lat: float
    lon: float
    at: datetime = AT
    open_only: bool = False
    stock: SkuStock | None = None
    within_km: float | None = None
    count: int = 1


def a_state(
    row: StoreRow, at: datetime, states: dict[tuple[Hours | None, str], OpenState | None]
) -> OpenState | None:
    """Ask the hours themselves, once for equal ones."""
    if (row.hours, row.tz) not in states:
        known = row.hours and state(row.hours, ZoneInfo(row.tz), at)
        states[row.hours, row.tz] = known or None
    return states[row.hours, row.tz]


def picked(qualified: list[tuple[float, str, int]], count: int) -> list[tuple[float, str, int]]:
    """Take the nearest again and again; within a metre the lowest external id."""
    chosen: list[tuple[float, str, int]] = []
    left = list(qualified)
    while left and len(chosen) < count:
        equal = [one for one in left if one[0] <= left[0][0] + 0.001]
        chosen.append(min(equal, key=lambda one: one[1]))
        left.remove(chosen[-1])
    return chosen


def exhaustive(  # noqa: C901  # one plain loop reads better than its pieces
    ask: Question,
) -> tuple[list[tuple[float, str]], datetime | None]:
    """Look at every store: the nearest, and when another one could take their place."""
    here = place_in_space(ask.lat, ask.lon)
    near = sorted((dist(here, point), n) for n, point in enumerate(POINTS))
    states: dict[tuple[Hours | None, str], OpenState | None] = {}
    ends: list[datetime] = []
    late: list[tuple[float, datetime]] = []
    qualified: list[tuple[float, str, int]] = []
    enough = float("inf") if ask.within_km is None else ask.within_km
    for chord, n in near:
        row = WORLD[n]
        if chord > enough * 1.002 + 0.1:
            break
        opened = a_state(row, ask.at, states)
        if ask.stock is not None and not ask.stock.units(n, ask.at):
            continue
        far = geodesic((ask.lat, ask.lon), (row.lat, row.lon)).km
        if ask.within_km is not None and far > ask.within_km:
            continue
        if not ask.open_only or (opened and opened.open):
            qualified = sorted([*qualified, (far, row.external_id, n)])
            if len(qualified) == ask.count:
                enough = min(enough, chord)
        elif opened and opened.until and (ask.stock is None or ask.stock.units(n, opened.until)):
            late.append((far, opened.until))
    chosen = picked(qualified, ask.count)
    for _, _, n in chosen:
        hours = WORLD[n].hours
        if ask.open_only and hours:
            ends.append(state(hours, ZoneInfo(WORLD[n].tz), ask.at).until)
        if ask.stock:
            ends.append(ask.stock.expires(n))
    last = chosen[-1][0] if len(chosen) == ask.count else float("inf")
    ends += [until for far, until in late if far <= last + 0.001]
    return [(far, name) for far, name, _ in chosen], min(filter(None, ends), default=None)


def places(count: int, seed: object) -> list[tuple[float, float]]:
    """Draw places around the cities, anywhere, at the poles and on the antimeridian."""
    dice = random.Random(str(seed))
    drawn = []
    for number in range(count):
        lat, lon, _ = dice.choice(CITIES)
        lat, lon = min(90, lat + dice.gauss(0, 0.2)), lon + dice.gauss(0, 0.3)
        if number % 4 == 0:
            lat, lon = dice.uniform(-90, 90), dice.uniform(-180, 180)
        drawn.append((max(-90.0, lat), (lon + 180) % 360 - 180))
    return [*drawn, (90.0, 0.0), (-90.0, 50.0), (-17.8, 180.0), (-17.8, -180.0)]


WORLD = a_world(3000)
BOOK = StoreBook(WORLD)
POINTS = [place_in_space(row.lat, row.lon) for row in WORLD]


@pytest.mark.no_cover
@pytest.mark.parametrize("open_only", [False, True])
@pytest.mark.parametrize("share", [None, 0.02, 0.7])
def test_the_nearest_is_the_nearest(open_only, share):
    """From anywhere, with each condition, the choice and its end are those of looking at all."""
    stock = None if share is None else a_stock(BOOK, share)
    dice = random.Random(5)
    for lat, lon in places(160, seed=f"{open_only} {share}"):
        at = AT + timedelta(minutes=dice.randrange(-600, 600))
        ask = Question(lat, lon, at, open_only, stock, dice.choice([None, None, 25, 800]))
        expected, until = exhaustive(ask)

        found = BOOK.nearest(
            lat, lon, at=at, open_only=open_only, stock=stock, within_km=ask.within_km
        )

        if isinstance(found, Found):
            assert (found.external_id, found.valid_until) == (expected[0][1], until)
            assert found.distance_km == pytest.approx(expected[0][0], rel=2e-5, abs=0.001)
            assert BOOK.index(found.external_id) == found.index
        else:
            assert not expected
            assert found.retry_at == until


@pytest.mark.no_cover
def test_from_a_thousand_places_the_nearest_open_store_with_stock_is_chosen():
    """From 1,000 random places, each at an hour of its own, the choice is the geodesic one."""
    stock, dice = a_stock(BOOK, 0.3, seed=9), random.Random(9)
    chosen, later = set(), 0
    for lat, lon in places(1_000, seed="a thousand"):
        at = AT + timedelta(minutes=dice.randrange(-600, 600))
        [(far, name)], until = exhaustive(Question(lat, lon, at, open_only=True, stock=stock))

        found = BOOK.nearest(lat, lon, at=at, open_only=True, stock=stock)
        anyhow = BOOK.nearest(lat, lon, at=at)

        assert isinstance(found, Found)
        assert isinstance(anyhow, Found)
        assert (found.external_id, found.valid_until) == (name, until)
        assert found.distance_km == pytest.approx(far, rel=2e-5, abs=0.001)
        chosen.add(name)
        later += anyhow.external_id != name
    assert len(chosen) > 100
    assert later > 500  # mostly the nearest of all is closed or sold out: both conditions count


@pytest.mark.no_cover
@pytest.mark.parametrize("limit", [1, 3, 250])
@pytest.mark.parametrize("share", [None, 0.2, 0.7])
def test_a_place_that_is_asked_about_often_is_told_the_truth_each_time(share, limit):
    """What is remembered of a place serves every hour, forth and back, and every question."""
    stock, dice = None if share is None else a_stock(BOOK, share), random.Random(limit)
    for north, lon in places(4, seed=f"often {share} {limit}"):
        for step in range(5):
            lat = north * (1 - step / 100_000)
            at = AT + timedelta(minutes=dice.randrange(-900, 900))
            km = dice.choice([None, None, 5, 100])
            ask = Question(lat, lon, at, step != 1, stock, km, limit)
            expected, until = exhaustive(ask)

            found = BOOK.nearby(
                lat, lon, at=at, limit=limit, open_only=step != 1, stock=stock, within_km=km
            )

            assert [one.external_id for one in found] == [name for _, name in expected]
            assert {one.valid_until for one in found} <= {until}
    assert BOOK.cells.filled >= 4


@pytest.mark.no_cover
@pytest.mark.parametrize("limit", [3, 40])
def test_the_nearby_are_in_order(limit):
    """A list holds the nearest ones in order, each until the list changes."""
    stock = a_stock(BOOK, 0.5)
    for lat, lon in places(25, seed=limit):
        ask = Question(lat, lon, open_only=True, stock=stock, count=limit)
        expected, until = exhaustive(ask)

        found = BOOK.nearby(lat, lon, at=AT, limit=limit, open_only=True, stock=stock)

        assert [one.external_id for one in found] == [name for _, name in expected]
        assert {one.valid_until for one in found} == {until}


POLE = [a_row(f"p{n:03d}", 90 if n % 2 else -90, n - 180) for n in range(360)]
ANTIPODE = [a_row(f"a{n:03d}", -40 + n % 17 / 9, 106 - n // 17 / 9) for n in range(290)]


@pytest.mark.parametrize("rows", [POLE, ANTIPODE])
@pytest.mark.parametrize("place", [(40.0, -74.0), (39.6, -74.3), (89.999, 5.0), (-40.1, 105.2)])
def test_crowds_that_are_hard_to_tell_apart_are_told_apart(rows, place):
    """Hundreds of stores on a pole, or on the other side of the Earth, come in exact order."""
    measured = [(geodesic(place, (row.lat, row.lon)).km, row.external_id, 0) for row in rows]

    found = StoreBook(rows).nearby(*place, at=AT, limit=3)

    assert [one.external_id for one in found] == [one[1] for one in picked(sorted(measured), 3)]


@pytest.mark.parametrize("rows", [[], [a_row("far", 10, 10, "")]])
def test_no_store_is_no_error(rows):
    """A book without stores, or without known hours, answers that there is none, for ever."""
    book = StoreBook(rows)

    assert book.nearest(0, 0, at=AT, open_only=True) == NoStore(None)
    assert book.nearby(0, 0, at=AT, limit=3, open_only=True) == ()


def test_equally_far_stores_go_by_id():
    """On one spot the lowest external id is chosen, whatever the order of the rows."""
    book = StoreBook([a_row(name, 40, -74) for name in ("b", "a", "c")])

    names = [one.external_id for one in book.nearby(40, -74, at=AT, limit=2)]

    assert names == ["a", "b"]
    assert book.nearest(40, -74, at=AT).external_id == "a"


def test_a_store_is_known_by_index_and_id():
    """An index is the number of the row; state is that of its hours, None when not known."""
    book = StoreBook([a_row("x", 1, 1, ""), a_row("y", 2, 2, "09:00-18:00"), a_row("z", 3, 3)])

    assert book.index("y") == 1
    assert book.index("nowhere") is None
    assert book.external_ids == ["x", "y", "z"]
    assert len(book) == 3
    assert book.state(0, AT) is None
    assert book.state(1, AT) == state(parse_hours("09:00-18:00"), ZoneInfo("UTC"), AT)
    assert book.state(2, AT).until is None


def test_an_unknown_zone_is_unknown_hours():
    """A store whose zone does not exist is found, but never as an open one."""
    book = StoreBook([a_row("x", 1, 1, tz="Mars/Olympus"), a_row("y", 2, 2, tz="../etc")])

    assert book.state(0, AT) is None
    assert book.nearest(1, 1, at=AT).external_id == "x"
    assert book.nearest(1, 1, at=AT, open_only=True) == NoStore(None)


def test_cells_are_bounded():
    """However many places are asked for, only so many cells are kept."""
    book = StoreBook([a_row("only", 0, 0)])
    for step in range(8_300):
        book.nearest(step // 100 / 20, step % 100 / 20, at=AT)

    assert len(book.cells) == 8192


def test_a_regional_sku_is_found_from_afar():
    """A SKU that only another continent carries is found, and soon: its carriers are few."""
    rows = [a_row(f"us{n}", 40 + n / 1000, -74) for n in range(900)]
    rows += [a_row(f"eu{n}", 52, 13 + n / 1000) for n in range(120)]
    book = StoreBook(rows)
    levels = [("sku", f"eu{n}", 1, 0) for n in range(120)]
    stock = StockBook(levels, index=book.index).of("sku")

    assert book.nearest(40, -74, at=AT, stock=stock).external_id == "eu0"


def test_the_survey_for_an_opening_is_bounded():
    """Among thousands of closed stores without stock the answer may be early, never late."""
    rows = [a_row(f"s{n}", 40 + n / 5000, -74, "Mo-Su 18:00-19:00") for n in range(9000)]
    book = StoreBook(rows)
    levels = [("sku", f"s{n}", int(n > 8990), 0) for n in range(9000)]
    stock = StockBook(levels, index=book.index).of("sku")

    answer = book.nearest(40, -74, at=AT, open_only=True, stock=stock)

    assert answer == NoStore(AT + timedelta(minutes=5))
