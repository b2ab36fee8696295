"""The facts of one open, each computed when an expression reads it.

So an open that never asks for a store never searches one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.context.asking import Ask, AssetDigests, ProductShelf
from app.context.branding import brand_fact
from app.context.catalogue import Catalogue
from app.context.person import person_fact
from app.context.pictures import picture_fact
from app.context.places import PlaceLadder
from app.context.sourcefacts import SourceFacts
from app.context.sources import SourceShelf
from app.context.standins import ALTERNATIVES, Group, alternative
from app.context.storefacts import StoreFacts, StoreShelf
from app.context.tiles import TileDigests, tile_fact
from app.context.weather import WeatherFacts, WeatherShelf, weather_facts
from app.context.whereabouts import NOWHERE, place_fact
from app.model.facts import Fact, Known, Missing, Trust, Value, Why
from app.model.place import Place, PlaceSource
from app.model.plan import Zone
from app.model.product import Product
from app.model.zones import zone_of

_ABSENT = Missing(Why.ABSENT, "vocabulary")


def _no_group(_name: str) -> tuple[Product, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """What the process holds of the world; `refresh` brings it up to the last change notice."""

    refresh: Callable[[], None]
    places: PlaceLadder
    stores: StoreShelf
    products: ProductShelf
    assets: AssetDigests
    group: Group = _no_group
    tiles: TileDigests | None = None
    weather: WeatherShelf | None = None  # None: off
    sources: SourceShelf | None = None


class GatheredFacts:
    """The facts of one open, by dotted name; implements model.facts.Facts."""

    __slots__ = (
        "_fetched", "_place", "_product", "_shelves", "_sources", "_stores", "_weather", "ask",
    )  # fmt: skip

    def __init__(self, ask: Ask, shelves: Shelves, fetched: Mapping[str, Known]) -> None:
        self.ask = ask
        self._shelves = shelves
        self._fetched = fetched
        self._place: Place | Missing | None = None
        self._product: Catalogue | None = None
        self._stores: StoreFacts | None = None
        self._weather: WeatherFacts | None = None
        self._sources: SourceFacts | None = None

    def known(self, name: str) -> Known:
        """Return a fact by its dotted name."""
        read = _READERS.get(name) or _reader_of(name)
        if read is not None:
            return read(self)
        while name not in self._fetched and "." in name:
            name = name.rpartition(".")[0]
        return self._fetched.get(name, _ABSENT)

    def sources(self, shelf: SourceShelf) -> SourceFacts:
        """Return the facts of sources."""
        if self._sources is None:
            self._sources = SourceFacts(self.ask, shelf, self.known)
        return self._sources

    def settle(self, fetched: Mapping[str, Known]) -> None:
        """Take what came of all that was waited for."""
        self._fetched = fetched
        self._weather = None
        if self._sources is not None:
            self._sources.settle(fetched)

    def still(self) -> Callable[[datetime], bool] | None:
        """Return what tells whether the weather that was read is still what is known."""
        return None if self._weather is None else self._weather.still

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Answer `asset(name)` with a content digest and `stock.at(store id)` with units."""
        if name == "asset":
            digest = self._shelves.assets(str(args[0]))
            return Fact(digest, "assets") if digest else Missing(Why.ABSENT, "assets")
        if name == "stock.at":
            return self._store_facts().stock_at(str(args[0]))
        if name in ("tiles", "tiles.credit"):
            return tile_fact(name, args, self._shelves.tiles, self.ask.at)
        return _ABSENT

    def place(self) -> Place | Missing:
        """Return where the reader is taken to be."""
        if self._place is None:
            self._place = self._shelves.places.place(self.ask) or NOWHERE
        return self._place

    def zone(self) -> str:
        """Return the reader's time zone: the profile's, the place's, the brand's."""
        if not self.ask.plan.personal:
            return self.ask.brand.tz
        subscriber = self.ask.subscriber
        if subscriber is not None and subscriber.tz:
            return subscriber.tz
        place = self.place()
        if isinstance(place, Missing) or place.source is PlaceSource.BRAND:
            return self.ask.brand.tz
        return self._shelves.places.zone(place) or self.ask.brand.tz

    def wall_zone(self) -> str:
        """Return the zone of the block's wall clock: the brand's if the block says so."""
        return self.ask.brand.tz if self.ask.plan.zone is Zone.BRAND else self.zone()

    def locale(self) -> str:
        """Return the reader's locale: the profile's language, the brand's for shared plans."""
        subscriber = self.ask.subscriber
        if self.ask.plan.personal and subscriber is not None and subscriber.language:
            return subscriber.language
        return self.ask.brand.locale

    def _person(self, field: str) -> Known:
        return person_fact(field, self.ask.subscriber, self.ask.brand.privacy)

    def _where(self, field: str) -> Known:
        return place_fact(field, self.place(), self._shelves.places.zone)

    def _stores_list(self, _field: str) -> Known:
        return self._store_facts().nearby()

    def _stock(self, field: str) -> Known:
        stores, goods = self._stores or self._store_facts(), self._goods()
        if field in ALTERNATIVES:
            return alternative(field, stores, goods.online, goods.substitutes)
        return stores.stock(field, goods.online)

    def _catalogue(self, field: str) -> Known:
        return self._goods().fact(field)

    def _message(self, field: str) -> Known:
        message = self.ask.message
        if message is None:
            return Missing(Why.ABSENT, "message")
        value = getattr(message, field) if field in _MESSAGE_FIELDS else message.params.get(field)
        if isinstance(value, datetime):  # shown, it is a time on the block's wall
            value = value.astimezone(zone_of(self.wall_zone()))
        return Fact(value, "message") if value not in (None, "") else Missing(Why.ABSENT, "message")

    def _params(self, field: str) -> Known:
        value = self.ask.params.get(field)
        return Fact(value, "params") if value not in (None, "") else Missing(Why.ABSENT, "params")

    def _brand(self, field: str) -> Known:
        return brand_fact(self.ask.brand, field)

    def _reader(self, field: str) -> Known:
        if field == "kind":
            return Fact(self.ask.reader.kind.value, "request", None, Trust.OBSERVED)
        return Missing(Why.ABSENT, "request")

    def _outside(self, field: str) -> Known:
        if self._weather is None:
            late = self._fetched.get("weather")
            place, zone = self.place(), self._shelves.places.zone
            self._weather = weather_facts(
                self._shelves.weather, place, self.ask.at, zone=zone,
                late=late if isinstance(late, Missing) else None,
            )  # fmt: skip
        return self._weather.fact(field)

    def _source(self, field: str) -> Known:
        shelf = self._shelves.sources
        return self.sources(shelf).fact(field) if shelf is not None else _ABSENT

    def _goods(self) -> Catalogue:
        if self._product is None:
            sku, shelves = self.ask.params.get("sku"), self._shelves
            self._product = Catalogue(
                str(sku) if sku else "", self.ask.at, products=shelves.products,
                group=shelves.group, assets=shelves.assets, book=lambda: shelves.stores.stock,
            )  # fmt: skip
        return self._product

    def _store_facts(self) -> StoreFacts:
        if self._stores is None:
            self._stores = StoreFacts(self.ask, self.place(), self._shelves.stores)
        return self._stores


_MESSAGE_FIELDS = frozenset({"name", "title", "sent_at"})
_NAMESPACES: Mapping[str, Callable[[GatheredFacts, str], Known]] = {
    "person": GatheredFacts._person,  # noqa: SLF001  # its own table of contents
    "place": GatheredFacts._where,  # noqa: SLF001
    "stores": GatheredFacts._stores_list,  # noqa: SLF001
    "stock": GatheredFacts._stock,  # noqa: SLF001
    "product": GatheredFacts._catalogue,  # noqa: SLF001
    "weather": GatheredFacts._outside,  # noqa: SLF001
    "source": GatheredFacts._source,  # noqa: SLF001
    "message": GatheredFacts._message,  # noqa: SLF001
    "params": GatheredFacts._params,  # noqa: SLF001
    "brand": GatheredFacts._brand,  # noqa: SLF001
    "reader": GatheredFacts._reader,  # noqa: SLF001
    "picture": lambda facts, field: picture_fact(field, facts.ask),
}


_Read = Callable[[GatheredFacts], Known]
_READERS: dict[str, _Read] = {}
_MOST_READERS = 4096


def _reader_of(name: str) -> _Read | None:
    """Return what reads a name, and remember it: names are few, opens are many."""
    namespace, _, field = name.partition(".")
    if namespace == "store":
        read = _store_reader(field)
    elif namespace in _NAMESPACES:
        read = partial(_filled, _NAMESPACES[namespace], field)
    else:
        return None
    if len(_READERS) >= _MOST_READERS:
        _READERS.clear()
    _READERS[name] = read
    return read


def _filled(fill: Callable[[GatheredFacts, str], Known], field: str, facts: GatheredFacts) -> Known:
    return fill(facts, field)


def _store_reader(field: str) -> _Read:
    def read(facts: GatheredFacts) -> Known:
        return (facts._stores or facts._store_facts()).store(field)  # noqa: SLF001  # its own table of contents

    return read
