"""What facts are gathered from: places, stores, stock, products, assets, tiles."""

from datetime import timedelta
from pathlib import Path

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.layered import LayeredGeoDatabase
from app.adapters.geo.mmdb import MmdbGeoDatabase
from app.adapters.shelves import StoreShelves
from app.composition.storage import Storage
from app.composition.tiles import MapTiles
from app.context.gathering import Gatherer, Shelves
from app.context.networks import NetworkLists
from app.context.places import PlaceLadder
from app.context.sources import SourceShelf
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook
from app.context.weather import WeatherShelf
from app.decide.deciding import Decider
from app.delivery.deciding import DecisionService
from app.model.ports import Now
from app.model.zones import zone_of
from app.settings import Settings


def decision_service(  # noqa: PLR0917  # what facts come from
    settings: Settings,
    storage: Storage,
    shelves: StoreShelves,
    places: PlaceLadder,
    tiles: MapTiles | None,
    sources: SourceShelf,
    weather: WeatherShelf | None,
) -> DecisionService:
    """Return what gathers and decides."""
    gathered = Shelves(
        refresh=shelves.refresh,
        places=places,
        stores=shelves.shelf,
        products=storage.products.read,
        assets=storage.assets.digest,
        group=storage.products.group,
        tiles=tiles.shelf if tiles else None,
        sources=sources,
        weather=weather,
    )
    deadline = timedelta(milliseconds=settings.facts_deadline_ms)
    return DecisionService(
        gatherer=Gatherer(gathered, sources={}, deadline=deadline),
        decider=Decider(),
        zones=zone_of,
    )


def store_shelves(settings: Settings, storage: Storage, now: Now) -> StoreShelves:
    """Return the stores and stock that the process holds."""
    age = settings.stock_max_age_h
    max_age = timedelta(hours=age) if age else None
    book = StoreBook(())
    shelf = StoreShelf(book=book, stock=StockBook(index=book.index), details=storage.stores.read)
    return StoreShelves(storage.database, shelf, max_age=max_age, now=now)


def place_ladder(settings: Settings, lists: NetworkLists) -> PlaceLadder:
    """Return what finds out where a reader is."""
    cache = settings.home / "cache" / "geo"
    embedded = EmbeddedGeoDatabase(cache=cache)
    gazetteer = EmbeddedGazetteer(cache=cache)
    if not settings.geo_db:
        return PlaceLadder(embedded, gazetteer, lists=lists)
    full = MmdbGeoDatabase(Path(settings.geo_db), cache=cache, zone=gazetteer.zone)
    return PlaceLadder(LayeredGeoDatabase(full, embedded), gazetteer, lists=lists)
