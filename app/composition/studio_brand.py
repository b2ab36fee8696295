"""What the studio knows of brands: their pages, their samples, their assets."""

from app.composition.services import Services
from app.composition.typefaces import family_names
from app.delivery.sampling import Samples
from app.studio.assets import AssetService
from app.studio.brands import BrandService
from app.web.studio.assets import AssetPages
from app.web.studio.brand import BrandPages
from app.web.studio.pages import Pages
from app.web.studio.visits import Page


def brand_pages(services: Services, look: Pages) -> list[Page]:
    """Return the pages of brands."""
    settings, storage = services.settings, services.storage
    return [
        *BrandPages(
            brands=BrandService(brands=storage.brands, audit=storage.audit),
            assets=storage.assets,
            samples=samples_of(services),
            families=family_names(settings),
            is_https=settings.public_url.startswith("https:"),
            pages=look,
        ).pages(),
        *AssetPages(
            assets=AssetService(
                assets=storage.assets,
                blocks=storage.blocks,
                brands=storage.brands,
                products=storage.products,
                audit=storage.audit,
            ),
            brands=storage.brands,
            samples=samples_of(services),
            accept=services.pictures.accept,
            pages=look,
        ).pages(),
    ]


def samples_of(services: Services) -> Samples:
    """Return what draws samples."""
    return Samples(
        previewing=services.previewing,
        compile_draft=services.authoring.compile_draft,
        bind=services.authoring.bind,
    )
