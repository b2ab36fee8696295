"""The library of blocks and the gallery that they begin in, as the studio shows them."""

from app.adapters.sqlite.figures import SqliteFigures
from app.composition.core import ROOT
from app.composition.services import Services
from app.composition.starters import gallery_service
from app.delivery.previewing import PreviewRequest
from app.model.rendering import Format
from app.studio.faults import Faults
from app.studio.figures import FigureService
from app.studio.library import LibraryService
from app.studio.shelving import ShelvingService
from app.web.studio.gallery import GalleryPages
from app.web.studio.library import LibraryPages
from app.web.studio.pages import Pages
from app.web.studio.visits import Page

_EMPTY = ROOT / "templates" / "empty.yaml"


def block_pages(services: Services, look: Pages) -> list[Page]:
    """Return the pages of the library and of the gallery."""
    storage = services.storage
    shelving = shelving_service(services)

    async def opened(name: str, draft: str) -> str:
        request = PreviewRequest(block=name, draft=draft, format=Format.PNG)
        return str((await services.previewing.preview(request)).document["fallback"])

    library = LibraryService(
        blocks=storage.blocks,
        figures=FigureService(totals=SqliteFigures(storage.database), now=services.now),
        fault=Faults(opened=opened, now=services.now).of,
    )
    return [
        *LibraryPages(
            library=library,
            shelving=shelving,
            blocks=storage.blocks,
            previewing=services.previewing,
            pages=look,
        ).pages(),
        *GalleryPages(gallery=gallery_service(services, shelving), pages=look).pages(),
    ]


def shelving_service(services: Services) -> ShelvingService:
    """Return what makes, copies, renames and deletes blocks."""
    storage = services.storage
    return ShelvingService(
        blocks=storage.blocks,
        messages=storage.messages,
        audit=storage.audit,
        empty=lambda: _EMPTY.read_text("utf-8"),
    )
