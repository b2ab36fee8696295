"""The studio's pages of stores, products, stock, subscribers and imports."""

from app.adapters.geo.zones import Zones
from app.adapters.sqlite.finding_levels import SqliteLevelFinder
from app.composition.services import Services
from app.render.atlas import Atlas
from app.studio.maps import MapPictures
from app.studio.records import RecordService
from app.web.studio.maps import MapPages
from app.web.studio.pages import Pages
from app.web.studio.stores import StorePages
from app.web.studio.visits import Page


def data_pages(services: Services, look: Pages) -> list[Page]:
    """Return the pages of what blocks are filled with."""
    storage, now = services.storage, services.now
    finder = SqliteLevelFinder(storage.database, storage.stock)
    records = RecordService(
        stores=storage.stores,
        products=storage.products,
        stock=storage.stock,
        audit=storage.audit,
        refresh=services.shelves.current,
        now=now,
    )
    zone = Zones().zone
    return [
        *MapPages(MapPictures(Atlas())).pages(),
        *StorePages(finder=finder, records=records, zone=zone, now=now, pages=look).pages(),
    ]
