"""A world of stores in cities with hours and stock, and places from which readers look for one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from app.context.stock import StockBook
from app.context.stores import StoreBook, StoreRow
from app.model.hours_text import parse_hours

DAY = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # a Tuesday: open from Los Angeles to Athens
NIGHT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # closed nearly everywhere

_HOURS = (
    ("Mo-Sa 08:00-18:00", 40),
    ("Mo-Fr 07:30-12:00,13:00-19:30; Sa 10:00-14:00", 20),
    ("Mo-Su 08:00-22:00", 20),
    ("Mo-Su 17:00-02:00", 10),
    ("24/7", 2),
    ("off; 2026-11-27 10:00-12:00", 8),
)
_ZONES = (
    (-115.0, "America/Los_Angeles"),
    (-100.0, "America/Denver"),
    (-87.0, "America/Chicago"),
    (-60.0, "America/New_York"),
    (0.0, "Europe/London"),
    (16.0, "Europe/Berlin"),
    (180.0, "Europe/Athens"),
)


@dataclass(frozen=True, slots=True)
class City:
    """Where a city is, how far it spreads (degrees) and how much of everything it has."""

    lat: float
    lon: float
    spread: float
    weight: float


@dataclass(frozen=True, slots=True)
class Shops:
    """A book of stores with the rows it was built from, its stock and places of readers."""

    rows: list[StoreRow]
    book: StoreBook
    stock: StockBook
    places: list[tuple[float, float]]
    far: list[tuple[float, float]]


def shops(size: int, *, places: int = 1_000, seed: int = 1, many_hours: bool = False) -> Shops:
    """Build a world: SKU `common` in a third of the stores, `rare` in a thousand of them.

    Four of five places are in cities, the others anywhere on Earth; `far` are those others.
    """
    dice = Random(seed)
    cities = [_city(dice, rank) for rank in range(max(10, size // 300))]
    weights = [city.weight for city in cities]
    lines = [parse_hours(line) for line, _ in _HOURS]
    shares = [share for _, share in _HOURS]
    rows = []
    for number, city in enumerate(dice.choices(cities, weights, k=size)):
        lat, lon = _spot(dice, city)
        zone = next(name for east, name in _ZONES if city.lon <= east)
        hours = dice.choices(lines, shares)[0]
        if many_hours:
            opens, closes = 360 + dice.randrange(240), 1_000 + dice.randrange(300)
            hours = parse_hours(f"Mo-Su {_clock(opens)}-{_clock(closes)}")
        rows.append(StoreRow(f"store-{number}", lat, lon, zone, hours))
    book = StoreBook(rows)
    common = dice.sample(range(size), size // 3)
    rare = dice.sample(range(size), min(size // 3, 1_000))
    as_of = int(NIGHT.timestamp()) - 3_600
    carried = [("common", n) for n in common] + [("rare", n) for n in rare]
    levels = [(sku, rows[n].external_id, dice.choice((0, 1, 5, 20)), as_of) for sku, n in carried]
    asking = dice.choices(cities, weights, k=places * 4 // 5)
    near = [_spot(dice, city) for city in asking]
    far = [(dice.uniform(-90, 90), dice.uniform(-180, 180)) for _ in range(places // 5)]
    mixed = near + far
    dice.shuffle(mixed)
    return Shops(rows, book, StockBook(levels, index=book.index), mixed, far)


def _city(dice: Random, rank: int) -> City:
    lon = dice.choice((dice.uniform(-122, -70), dice.uniform(-8, 30)))
    return City(dice.uniform(27, 58), lon, dice.uniform(0.03, 0.2), 1 / (rank + 10))


def _spot(dice: Random, city: City) -> tuple[float, float]:
    return city.lat + dice.gauss(0, city.spread), city.lon + dice.gauss(0, city.spread * 1.4)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
