"""Every route that is not hot: health, the API, the demo, the front page."""

from pathlib import Path

from starlette.routing import BaseRoute

from app import __version__
from app.adapters.geo.credits import CREDITS
from app.adapters.geo.zones import Zones
from app.authoring import block_schema, compile_block
from app.composition.core import ROOT
from app.composition.figures import figures
from app.composition.gallery import gallery_page
from app.composition.services import Services
from app.composition.source_desk import SourceDesk
from app.composition.sources import source_samples
from app.composition.starters import bundled_starters
from app.composition.storage import home_secret
from app.composition.studio import studio_routes
from app.demo.brand import messages
from app.demo.page import DemoPage
from app.demo.subscribers import cast
from app.model.plan import Plan
from app.web.api.services import ApiServices
from app.web.api.table import api_routes
from app.web.front import front_routes
from app.web.health import health_routes

TEMPLATES = ROOT / "templates"


def site_routes(services: Services) -> list[BaseRoute]:
    """Return the routes behind the hot ones."""
    demo = _demo_routes(services)
    return [
        *health_routes(
            figures=lambda: figures(services),
            samples=lambda: source_samples(services.sources, services.now()),
            troubles=lambda: _troubles(services),
            sources=services.sources.conditions,
        ),
        *api_routes(api_services(services)),
        *demo,
        *gallery_page().routes(),
        *studio_routes(services),
        *front_routes(
            templates=TEMPLATES,
            version=__version__,
            has_demo=bool(demo),
            owed=[(credit.text, credit.link) for credit in CREDITS],
        ),
    ]


def api_services(services: Services) -> ApiServices:
    """Return what the REST API runs on."""
    storage = services.storage
    return ApiServices(
        now=services.now,
        api_keys=storage.api_keys,
        idempotency=storage.idempotency,
        subscribers=storage.subscribers,
        stores=storage.stores,
        products=storage.products,
        stock=storage.stock,
        holds=storage.holds,
        blocks=storage.blocks,
        messages=storage.messages,
        brands=storage.brands,
        assets=storage.assets,
        erasing=services.erasing,
        previewing=services.previewing,
        authoring=services.authoring,
        weigher=services.weigher,
        block_schema=block_schema(),
        starters=bundled_starters,
        sources=SourceDesk(brands=storage.brands, sources=services.sources),
        secrets=services.sources.secrets,
        accept=services.pictures.accept,
        zone=Zones().zone,
        refresh=services.shelves.current,
    )


def demo_plans(templates: Path = TEMPLATES) -> dict[str, Plan]:
    """Return the demo's blocks as they are compiled: their sizes and formats."""
    return {
        path.stem: compile_block(path.read_text(encoding="utf-8"), file=path.name)
        for path in (templates / "demo" / "blocks").glob("*.yaml")
    }


def _troubles(services: Services) -> dict[str, str]:
    trouble = services.storage.database.trouble()
    return {"database": trouble} if trouble else {}


def _demo_routes(services: Services) -> list[BaseRoute]:
    """Return the demo's page where there is a demo: its marker is HOME/demo.json."""
    home = services.settings.home
    if not (home / "demo.json").exists():
        return []
    secret = home_secret(home).hex()
    page = DemoPage(
        previewing=services.previewing,
        cast=cast(secret=secret),
        messages=messages(secret=secret),
        now=services.now,
        base_url=services.settings.public_url,
        templates=TEMPLATES,
        plans=demo_plans(),
    )
    return page.routes()
