"""The demo's stores, products and stock."""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.demo.products import HERO, products, stock
from app.demo.stores import spans, stores
from app.model.store import Store

ROOT = Path(__file__).parents[2]
AS_OF = datetime(2026, 11, 21, 12, tzinfo=UTC)


def boots() -> dict[str, list[int]]:
    """Return the hero's levels by city."""
    cities = {store.external_id: store.city for store in stores()}
    levels = defaultdict(list)
    for level in stock(stores(), products(), AS_OF):
        if level.sku == HERO:
            levels[cities[level.store]].append(level.quantity)
    return levels


def test_there_are_shops_in_many_countries_and_zones():
    """At least 64 stores in 6 countries and 5 time zones, several of them in the US."""
    shops = stores()

    assert len(shops) >= 64
    assert len({shop.country for shop in shops}) >= 6
    assert len({shop.tz for shop in shops}) >= 5
    assert len({shop.tz for shop in shops if shop.country == "US"}) >= 4
    assert {"US", "CA", "GB", "DE", "FR", "NL", "ES", "JP", "AU"} <= {s.country for s in shops}


def test_a_store_is_told_from_every_other():
    """External ids and slugs are unique, and every store has a street and a zone that exists."""
    shops = stores()

    assert len({shop.external_id for shop in shops}) == len(shops)
    assert len({shop.slug for shop in shops}) == len(shops)
    for shop in shops:
        assert shop.street
        assert ZoneInfo(shop.tz)
        assert -90 <= shop.lat <= 90
        assert -180 <= shop.lon <= 180


@pytest.mark.parametrize("shop", stores(), ids=lambda shop: shop.slug)
def test_hours_are_spans_in_order(shop: Store):
    """Each day's spans open before they close, do not overlap, and end by 24 hours later."""
    assert shop.hours is not None
    assert len(shop.hours.week) == 7
    days = [day for day, _ in shop.hours.exceptions]
    assert days == sorted(set(days))
    for day in (*shop.hours.week, *(open_at for _, open_at in shop.hours.exceptions)):
        edges = [minute for span in day for minute in span]
        assert edges == sorted(set(edges))
        assert all(0 <= opens < 1440 and closes <= opens + 1440 for opens, closes in day)


def test_some_shops_break_for_lunch_work_through_the_night_or_never_close():
    """Split hours, hours over midnight and all hours are there."""
    mondays = [shop.hours.week[0] for shop in stores() if shop.hours]

    assert any(len(day) == 2 for day in mondays)
    assert any(closes > 1440 for day in mondays for _, closes in day)
    assert ((0, 1440),) in mondays


def test_shops_keep_the_holidays_of_their_country():
    """US stores are closed on Thanksgiving and Christmas Day, German ones on Boxing Day."""
    hours = {shop.country: dict(shop.hours.exceptions) for shop in stores() if shop.hours}
    first_us = next(shop for shop in stores() if shop.country == "US" and shop.hours)

    assert first_us.hours is not None
    assert dict(first_us.hours.exceptions)[date(2026, 11, 26)] == ()
    assert dict(first_us.hours.exceptions)[date(2026, 12, 25)] == ()
    assert hours["NL"][date(2027, 1, 1)] == ()
    assert hours["FR"][date(2026, 12, 24)] == ((600, 960),)


def test_hours_over_midnight_end_on_the_next_day():
    """A closing at or before the opening lies past 24:00; empty text is a closed day."""
    assert spans("20:00-02:00") == ((1200, 1560),)
    assert spans("10:00-13:00 14:00-19:30") == ((600, 780), (840, 1170))
    assert spans("") == ()


def test_every_product_has_a_picture_and_a_price():
    """At least 84 products, each with its own picture on disk, a price and a category."""
    goods = products()

    assert len(goods) >= 84
    assert len({product.sku for product in goods}) == len(goods)
    assert len({product.image for product in goods}) == len(goods)
    for product in goods:
        picture = ROOT / "static" / "demo" / "products" / product.image
        assert picture.is_file()
        assert picture.stat().st_size <= 25_000
        assert product.price is not None
        assert product.price.currency == "EUR"
        assert product.price.minor > 0
        assert product.category
        assert product.was is None or product.was.minor > product.price.minor


def test_pictures_weigh_little_and_carry_their_licence():
    """All pictures together stay under 3 MB, scenes under 90 KB, and each folder has a LICENSE."""
    pictures = list((ROOT / "static" / "demo").glob("*/*.jpg"))

    assert sum(picture.stat().st_size for picture in pictures) <= 3_000_000
    for picture in (ROOT / "static" / "demo" / "scenes").glob("*.jpg"):
        assert picture.stat().st_size <= 90_000
    for folder in ("products", "scenes"):
        assert (ROOT / "static" / "demo" / folder / "LICENSE").is_file()


def test_the_boot_is_plentiful_scarce_or_gone_by_city():
    """Some cities have plenty of the hero, some three or fewer, some none at all."""
    totals = {city: sum(levels) for city, levels in boots().items()}

    assert sum(total > 10 for total in totals.values()) >= 5
    assert sum(1 <= total <= 3 for total in totals.values()) >= 5
    assert sum(total == 0 for total in totals.values()) >= 5
    assert 0 in boots()["Berlin"]
    assert max(boots()["Berlin"]) > 10


def test_stock_differs_from_store_to_store():
    """No two stores have the same shelves; empty and low shelves are common."""
    shelves = defaultdict(list)
    for level in stock(stores(), products(), AS_OF):
        assert level.as_of == AS_OF
        shelves[level.store].append((level.sku, level.quantity))
    quantities = [quantity for shelf in shelves.values() for _, quantity in shelf]

    assert len({tuple(shelf) for shelf in shelves.values()}) == len(stores())
    assert 0.1 < sum(q == 0 for q in quantities) / len(quantities) < 0.4
    assert 0.1 < sum(1 <= q <= 3 for q in quantities) / len(quantities) < 0.4


def test_shops_and_shelves_are_the_same_every_time():
    """Stores, products and stock are deterministic."""
    assert stores() == stores()
    assert products() == products()
    assert stock(stores(), products(), AS_OF) == stock(stores(), products(), AS_OF)
