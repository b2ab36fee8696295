"""The studio's pages of stores, products, stock, subscribers and imports."""

from collections.abc import Sequence
from datetime import timedelta

from app.adapters.geo.zones import Zones
from app.adapters.import_files import ImportFiles
from app.adapters.import_process import work
from app.adapters.sqlite.finding_levels import SqliteLevelFinder
from app.composition.services import Services
from app.imports.faults import report_lines, report_rows
from app.model.ports import Blocks
from app.render.atlas import Atlas
from app.studio.finding import Named
from app.studio.import_service import ImportService
from app.studio.maps import MapPictures
from app.studio.profiles import ProfileService
from app.studio.records import RecordService
from app.studio.thumbnails import Thumbnails
from app.web.studio.imports import ImportPages
from app.web.studio.maps import MapPages
from app.web.studio.pages import Pages
from app.web.studio.products import ProductPages
from app.web.studio.stock import StockPages
from app.web.studio.stores import StorePages
from app.web.studio.subscribers import SubscriberPages
from app.web.studio.visits import Page

_MOST_BLOCKS = 200


def data_pages(services: Services, look: Pages) -> list[Page]:
    """Return the pages of what blocks are filled with."""
    storage, now = services.storage, services.now
    finder = SqliteLevelFinder(storage.database, storage.stock)
    records = _records(services)
    profiles = ProfileService(
        subscribers=storage.subscribers, erase=services.erasing.erase, audit=storage.audit, now=now
    )
    names = Named(store_of=storage.stores.read, product_of=storage.products.read)
    age = services.settings.stock_max_age_h
    return [
        *MapPages(MapPictures(Atlas())).pages(),
        *StorePages(
            finder=finder, records=records, names=names, zone=Zones().zone, now=now, pages=look
        ).pages(),
        *ProductPages(
            finder=finder,
            records=records,
            thumbnails=_thumbnails(services),
            names=names,
            now=now,
            pages=look,
        ).pages(),
        *StockPages(
            finder=finder,
            records=records,
            history=storage.stock_history,
            names=names,
            max_age=timedelta(hours=age) if age else None,
            now=now,
            pages=look,
        ).pages(),
        *SubscriberPages(
            finder=finder,
            profiles=profiles,
            live_blocks=lambda: _live(storage.blocks),
            pages=look,
        ).pages(),
        *_imports(services, look).pages(),
    ]


def _records(services: Services) -> RecordService:
    storage = services.storage
    return RecordService(
        stores=storage.stores,
        products=storage.products,
        stock=storage.stock,
        audit=storage.audit,
        refresh=services.shelves.current,
        now=services.now,
    )


def _imports(services: Services, look: Pages) -> ImportPages:
    home = services.settings.home
    shelf = ImportFiles(home)
    imports = ImportService(
        home=str(home.resolve()),
        shelf=shelf,
        work=work,
        audit=services.storage.audit,
        refresh=services.shelves.current,
        now=services.now,
    )
    return ImportPages(
        imports=imports, shelf=shelf, report=report_lines, rows=report_rows, pages=look
    )


def _thumbnails(services: Services) -> Thumbnails:
    assets = services.storage.assets
    return Thumbnails(digest=assets.digest, body=assets.layer, shrink=services.pictures.shrink)


async def _live(blocks: Blocks) -> Sequence[str]:
    page = await blocks.page(cursor="", limit=_MOST_BLOCKS)
    return [record.name for record in page.items if record.published]
