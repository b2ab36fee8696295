"""The gallery of starters as this process shows it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256

from app.composition.core import ROOT, STATIC
from app.composition.services import Services
from app.composition.typefaces import font_book
from app.demo.gallery.looks import Looks
from app.demo.gallery.world import World
from app.model.brand import Brand
from app.model.ports import Asset
from app.model.rendering import Upload
from app.model.typefaces import fonts_of
from app.render import Renderer
from app.studio.conditions import ConditionService
from app.studio.gallery import Draw, GalleryService
from app.studio.shelving import ShelvingService
from app.studio.starters import Look, Starter, read_starters

FOLDER = ROOT / "templates" / "gallery"
_SCENES = STATIC / "demo" / "scenes"


@cache
def bundled_starters() -> Mapping[str, Starter]:
    """Return the starters; read once in a process."""
    return read_starters(FOLDER)


def gallery_service(services: Services, shelving: ShelvingService) -> GalleryService:
    """Return the gallery; typefaces and records are read when somebody looks at it."""
    storage = services.storage
    conditions = ConditionService(sources=dict)
    return GalleryService(
        read=bundled_starters,
        draw=_draw(services),
        bundled=lambda name: _bundled(services.pictures.accept, name),
        words=lambda text: str(conditions.from_text(text)["words"]),
        there={
            "Stores": lambda: _any(storage.stores.page),
            "Products": lambda: _any(storage.products.page),
            "Stock": lambda: _any(storage.stock.page),
            "Subscribers": lambda: _any(storage.subscribers.page),
        },
        shelving=shelving,
        assets=storage.assets,
        brands=storage.brands,
    )


def _draw(services: Services) -> Draw:
    assets = services.storage.assets

    @cache
    def looks() -> tuple[Looks, Renderer]:
        world = World(STATIC / "demo")
        fonts = font_book(services.settings, assets.body)
        return Looks(world), Renderer(fonts=fonts, picture=world.picture)

    def draw(starter: Starter, look: Look, brand: Brand, small: bool) -> bytes:  # noqa: FBT001  # Draw's
        known, renderer = looks()
        dressed = replace(brand, fonts=fonts_of(brand, assets.digest))
        scene = known.decision(starter, look, dressed).scene
        shown = replace(scene, density=1) if small else scene
        return renderer.draw(shown, starter.format)

    return draw


def _bundled(accept: Callable[[bytes], Upload], name: str) -> tuple[Asset, bytes]:
    """Return one of the demo's scenes as an asset."""
    upload = accept((_SCENES / name).read_bytes())
    asset = Asset(
        name=name,
        digest=sha256(upload.body).hexdigest(),
        media_type=upload.media_type,
        size=len(upload.body),
        width=upload.width,
        height=upload.height,
    )
    return asset, upload.body


async def _any(page: Callable[..., Awaitable[object]]) -> bool:
    found = await page(cursor="", limit=1)
    return bool(getattr(found, "items", ()))
