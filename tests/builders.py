"""Builders with defaults: nouns, the world that one process holds, and decisions made in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.authoring import compile_block
from app.context.asking import Ask
from app.context.gathering import GatheredFacts, Shelves
from app.context.places import PlaceLadder
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook, StoreRow
from app.decide.clock import Clock
from app.decide.deciding import decide
from app.decide.filters import Formatter
from app.model.brand import Brand
from app.model.decision import Decision
from app.model.hours import Hours
from app.model.hours_text import parse_hours
from app.model.keys import MessageKey, SubscriberKey
from app.model.message import Message
from app.model.place import Place, PlaceSource
from app.model.plan import Plan
from app.model.product import Product
from app.model.reader import OpenedNow, Reader, ReaderKind
from app.model.store import StockLevel, Store
from app.model.subscriber import Subscriber
from app.model.zones import zone_of

AT = datetime(2026, 11, 27, 17, 55, tzinfo=UTC)  # a Friday
KEY = SubscriberKey("a" * 26)
BERLIN = Place(lat=52.52, lon=13.40, city="Berlin", country="DE", tz="Europe/Berlin")
IP = "203.0.113.7"


def a_brand(**said: Any) -> Brand:
    """Build a brand in Berlin's zone that says nothing about where its readers are."""
    return Brand(**{"name": "northbeam", "title": "Northbeam", "tz": "Europe/Berlin", **said})


def a_subscriber(**said: Any) -> Subscriber:
    """Build a subscriber of whom nothing is known."""
    return Subscriber(**{"key": KEY, "external_id": "crm-1", **said})


def a_reader(kind: ReaderKind = ReaderKind.PERSON, **said: Any) -> Reader:
    """Build a reader whose address is a person's own."""
    known = {"name": "browser", "ip_is_user": True, "ua_is_user": True, "evidence": "test"}
    return Reader(**{"kind": kind, "opened_now": OpenedNow.YES, **known, **said})


def a_message(**said: Any) -> Message:
    """Build a message."""
    return Message(**{"key": MessageKey("m" * 26), "name": "autumn", **said})


def a_store(external_id: str = "S1", hours: str | Hours | None = None, **said: Any) -> Store:
    """Build a store in Berlin, its hours perhaps from a line; without any they are not known."""
    known = {"name": f"Store {external_id}", "lat": 52.52, "lon": 13.41, "tz": "Europe/Berlin"}
    open_at = parse_hours(hours) if isinstance(hours, str) else hours
    return Store(**{"external_id": external_id, "hours": open_at, **known, **said})


def a_level(store: str = "S1", sku: str = "NB-1", quantity: int = 3, **said: Any) -> StockLevel:
    """Build a stock level that was reported at AT."""
    return StockLevel(**{"store": store, "sku": sku, "quantity": quantity, "as_of": AT, **said})


def a_plan(document: str = "", **head: Any) -> Plan:
    """Compile the fields of a block given as YAML; `head` replaces fields of the plan."""
    fallback = "" if "fallback:" in document else "\nfallback: {draw: []}"
    return replace(compile_block(f"block: test\nsize: 600x240\n{document}{fallback}"), **head)


def an_ask(plan: Plan | None = None, **said: Any) -> Ask:
    """Build an open by an anonymous person at AT, of a block that draws nothing."""
    params = {param.name: param.default for param in plan.params} if plan else {}
    defaults = {"brand": a_brand(), "reader": a_reader(), "at": AT, "params": params}
    return Ask(**{"plan": plan or a_plan(), **defaults, **said})


@dataclass
class Atlas:
    """A geo database and gazetteer of a few places; keeps the addresses it was asked about."""

    ips: Mapping[str, Place] = field(default_factory=dict)
    cities: Mapping[str, Place] = field(default_factory=lambda: {"Berlin": BERLIN})
    codes: Mapping[str, Place] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def locate(self, ip: str) -> Place | None:
        """Return the place of an address."""
        self.asked.append(ip)
        return self.ips.get(ip)

    def edition(self) -> int:
        """Return 0: it never changes."""
        return 0

    def city(self, name: str, _country: str = "") -> Place | None:
        """Return the place of a city."""
        return self.cities.get(name)

    def postcode(self, code: str, _country: str) -> Place | None:
        """Return the place of a postcode."""
        return self.codes.get(code)

    def zone(self, lat: float, lon: float) -> str:
        """Return a zone by longitude."""
        return "America/New_York" if lon < -30 else "Europe/Berlin" if lat > 0 else ""


def some_shelves(
    *stores: Store,
    levels: Iterable[StockLevel] = (),
    max_age: timedelta | None = None,
    products: Iterable[Product] = (),
    assets: Mapping[str, str] | None = None,
    atlas: Atlas | None = None,
) -> Shelves:
    """Build what a process holds of a world with these stores and stock levels."""
    book = StoreBook(StoreRow(s.external_id, s.lat, s.lon, s.tz, s.hours) for s in stores)
    stock = StockBook(index=book.index, max_age=max_age)
    stock.apply(levels)
    atlas = atlas or Atlas()
    return Shelves(
        refresh=lambda: None,
        places=PlaceLadder(atlas, atlas),
        stores=StoreShelf(book=book, stock=stock, details={s.external_id: s for s in stores}.get),
        products={p.sku: p for p in products}.get,
        assets=(assets or {}).get,
    )


def at_berlin() -> Place:
    """Return a place that a preview chose: a kilometre from the default store."""
    return replace(BERLIN, accuracy_km=1.0, source=PlaceSource.PREVIEW)


def decided(ask: Ask, shelves: Shelves) -> Decision:
    """Decide an open as delivery does, remembering nothing."""
    facts = GatheredFacts(ask, shelves, {})
    clock = Clock(ask.at, zone_of(facts.wall_zone()))
    return decide(ask.plan, facts, clock, Formatter(facts.locale()))
