"""The studio's pages of one block: previews, what surrounds them, and links that share them."""

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.shared_links import FileSharedLinks
from app.adapters.sqlite.finding_levels import SqliteLevelFinder
from app.composition.services import Services
from app.composition.storage import home_secret
from app.studio.casting import Casting
from app.studio.place_search import PlaceSearch
from app.studio.sharing import SharingService
from app.web.studio.block import BlockPages
from app.web.studio.pages import Pages
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.preview_lookups import PreviewLookups
from app.web.studio.preview_matrix import MatrixPages
from app.web.studio.shared import SharedPages
from app.web.studio.visits import Page


def preview_pages(services: Services, look: Pages, casting: Casting) -> list[Page]:
    """Return the pages of one block."""
    storage, settings = services.storage, services.settings
    finder = SqliteLevelFinder(storage.database, storage.stock)
    desk = _desk(services, casting)
    sharing = SharingService(
        links=FileSharedLinks(settings.home / "shared"),
        audit=storage.audit,
        secret=home_secret(settings.home),
        now=services.now,
    )
    block = BlockPages(
        desk=desk,
        sharing=sharing,
        blocks=storage.blocks,
        messages=storage.messages,
        pages=look,
        base_url=settings.public_url,
    )
    return [
        *block.pages(),
        *MatrixPages(desk=desk, pages=look, now=services.now).pages(),
        *PreviewLookups(desk=desk, finder=finder, pages=look).pages(),
        *SharedPages(desk=desk, sharing=sharing, pages=look, now=services.now).pages(),
    ]


def _desk(services: Services, casting: Casting) -> PreviewDesk:
    storage, tables = services.storage, services.settings.home / "cache" / "geo"
    return PreviewDesk(
        blocks=storage.blocks,
        subscribers=storage.subscribers,
        casting=casting,
        places=PlaceSearch(
            cities=EmbeddedGazetteer(cache=tables),
            geo=EmbeddedGeoDatabase(cache=tables),
            stores=casting.stores,
        ),
        previewing=services.previewing,
        foreseeing=services.foreseeing,
    )
