"""The composition root: the one place that constructs services and wires them together."""

import os
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app import __version__
from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.layered import LayeredGeoDatabase
from app.adapters.geo.mmdb import MmdbGeoDatabase
from app.adapters.geo.zones import Zones
from app.adapters.journal import FileJournal
from app.adapters.rendering_files import RenderingFiles
from app.adapters.seen_links import SeenLinkTable
from app.adapters.shelves import StoreShelves
from app.adapters.sqlite.api_keys import SqliteApiKeys
from app.adapters.sqlite.assets import SqliteAssets
from app.adapters.sqlite.blocks import SqliteBlocks
from app.adapters.sqlite.brands import SqliteBrands
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.idempotency import SqliteIdempotency
from app.adapters.sqlite.messages import SqliteMessages
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.profiles import SqliteProfiles
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.authoring import block_schema, check_block, compile_block
from app.context.client_ip import TrustedProxies
from app.context.gathering import Gatherer, Shelves, brand_fact
from app.context.places import PlaceLadder
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook
from app.decide.binding import bind
from app.decide.deciding import Decider
from app.delivery.channels import Channels
from app.delivery.clicking import ClickService
from app.delivery.content import ContentService
from app.delivery.deciding import DecisionService
from app.delivery.erasing import ErasureService
from app.delivery.fallbacks import Fallbacks
from app.delivery.opening import OpeningService
from app.delivery.plans import Plans
from app.delivery.previewing import PreviewService
from app.delivery.reading import ReaderService
from app.delivery.recording import Recorder
from app.delivery.renderings import Renderings
from app.delivery.viewing import ViewService
from app.demo.brand import messages
from app.demo.page import DemoPage
from app.demo.subscribers import cast
from app.errors import ConfigurationError
from app.model.brand import Brand
from app.model.facts import Known
from app.model.plan import Plan
from app.model.ports import BlockVersion, Now
from app.model.problem import Problem
from app.model.rendering import Format
from app.model.zones import zone_of
from app.render import FontBook, Renderer, builtin_of_extension
from app.render.measuring import measure
from app.settings import MIB, Settings, read_settings
from app.web.api.services import ApiServices
from app.web.api.table import api_routes
from app.web.front import front_routes
from app.web.health import health_routes
from app.web.hot import HotRoutes

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
SECRET_BYTES = 32
_EXTENSIONS = ("png", "jpg", "jpeg", "gif", "webp", "avif", "apng", "bmp")


def system_now() -> datetime:
    """Return the present instant: the only clock of the process."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The embedded adapters of one home directory."""

    database: Database
    profiles: SqliteProfiles
    subscribers: SqliteSubscribers
    stores: SqliteStores
    products: SqliteProducts
    stock: SqliteStock
    blocks: SqliteBlocks
    messages: SqliteMessages
    brands: SqliteBrands
    assets: SqliteAssets
    api_keys: SqliteApiKeys
    idempotency: SqliteIdempotency


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything one process runs on; `close` ends it in order."""

    settings: Settings
    storage: Storage
    shelves: StoreShelves
    journal: FileJournal
    seen: SeenLinkTable
    renderings: Renderings
    plans: Plans
    recorder: Recorder
    opening: OpeningService
    clicking: ClickService
    viewing: ViewService
    content: ContentService
    previewing: PreviewService
    erasing: ErasureService
    authoring: "Authoring"

    def close(self) -> None:
        """Stop drawing, seal the journal, finish writes."""
        self.renderings.close()
        self.journal.close()
        self.seen.close()
        self.storage.database.close()


class Authoring:
    """Compiles and checks documents against what the brand and the assets are now."""

    def __init__(self, brands: SqliteBrands, assets: SqliteAssets) -> None:
        self._brands = brands
        self._assets = assets

    def compile_version(self, version: BlockVersion) -> Plan:
        """Compile a published version."""
        return compile_block(
            version.document, file=version.name, name=version.name, version=version.version
        )

    def compile_draft(self, document: str) -> Plan:
        """Compile a document that is not published; raises AuthoringError."""
        return compile_block(document, file="draft", brand_colors=self._colors())

    def check(self, document: str, name: str = "", *, file: str = "") -> tuple[Problem, ...]:
        """Return every finding about a document."""
        return check_block(
            document,
            file=file or name or "draft",
            name=name,
            assets=self,
            brand_colors=self._colors(),
        )

    def __contains__(self, name: object) -> bool:
        """Tell whether an asset of that name exists."""
        return isinstance(name, str) and self._assets.digest(name) is not None

    def _colors(self) -> dict[str, str]:
        return dict(self._brands.read("").colors)


def open_storage(settings: Settings, now: Now) -> Storage:
    """Open the database under the home directory, creating and migrating it."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The home {settings.home} cannot be made: {error}",
            remedy="Set OPENTIME_HOME to a folder that can be written.",
        ) from error
    database = Database(settings.home)
    return Storage(
        database=database,
        profiles=SqliteProfiles(database),
        subscribers=SqliteSubscribers(database),
        stores=SqliteStores(database),
        products=SqliteProducts(database),
        stock=SqliteStock(database),
        blocks=SqliteBlocks(database, now),
        messages=SqliteMessages(database),
        brands=SqliteBrands(database),
        assets=SqliteAssets(database),
        api_keys=SqliteApiKeys(database, now),
        idempotency=SqliteIdempotency(database, now),
    )


def home_secret(home: Path) -> bytes:
    """Return the home's secret, made on first use, readable by its owner alone."""
    path = home / "secret"
    with suppress(FileExistsError):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
    held = path.read_bytes()
    if len(held) != SECRET_BYTES:
        raise ConfigurationError(
            f"{path} holds {len(held)} bytes, not {SECRET_BYTES}.",
            remedy="Restore it from a backup; a new one changes every rendering's name.",
        )
    return held


def build(settings: Settings, *, now: Now = system_now) -> Services:
    """Construct the services of one process; reads, but asks nobody outside the machine."""
    storage = open_storage(settings, now)
    secret = home_secret(settings.home)
    renderer = Renderer(fonts=FontBook(STATIC / "fonts"), picture=storage.assets.body)
    renderings = Renderings(
        draw=renderer.drawing,
        fingerprint=renderer.fingerprint,
        secret=secret,
        shelf=RenderingFiles(
            settings.home / "cache" / "renderings", max_bytes=settings.disk_mb * MIB
        ),
        memory_bytes=settings.memory_mb * MIB,
        workers=settings.render_workers,
        queue=settings.render_queue,
    )
    shelves = _store_shelves(settings, storage)
    places = _places(settings)
    deciding = DecisionService(
        gatherer=Gatherer(
            Shelves(
                refresh=shelves.refresh,
                places=places,
                stores=shelves.shelf,
                products=storage.products.read,
                assets=storage.assets.digest,
            ),
            sources={},
            deadline=timedelta(milliseconds=settings.facts_deadline_ms),
        ),
        decider=Decider(),
        zones=zone_of,
    )
    authoring = Authoring(storage.brands, storage.assets)
    journal = FileJournal(
        settings.home / "events",
        now=now,
        cap_bytes=settings.events_cap_mb * MIB,
        durability="power" if settings.event_durability == "power" else "process",
    )
    seen = SeenLinkTable(
        settings.home / "run" / "seen",
        size_bytes=settings.seen_mb * MIB,
        secret=secret,
        now=now,
        keep=timedelta(days=settings.retention_days),
    )
    recorder = Recorder(
        journal=journal,
        seen=seen,
        monotonic=time.monotonic,
        window=timedelta(seconds=settings.open_window_s),
    )
    readers = ReaderService(
        proxies=TrustedProxies.parse(
            settings.trusted_proxies, is_unsafe_allowed=settings.unsafe_trust_all
        ),
        instant_window=timedelta(seconds=settings.instant_window_s),
    )
    fallbacks = Fallbacks(
        brands=storage.brands,
        deciding=deciding,
        renderings=renderings,
        placeholder=lambda brand, form, size: _placeholder(renderer, brand, form, size),
        built_in=_built_in(),
    )
    plans = Plans(
        storage.blocks,
        authoring.compile_version,
        lambda plan, brand: bind(plan, lambda n: _fixed(brand, n), storage.assets.digest),
        storage.database.notices,
    )
    channels = Channels(base_url=settings.public_url, body=storage.assets.body)
    drawing_time = timedelta(milliseconds=settings.deadline_ms - settings.facts_deadline_ms)
    return Services(
        settings=settings,
        storage=storage,
        shelves=shelves,
        journal=journal,
        seen=seen,
        renderings=renderings,
        plans=plans,
        recorder=recorder,
        opening=OpeningService(
            now=now,
            plans=plans,
            messages=storage.messages,
            brands=storage.brands,
            profiles=storage.profiles,
            readers=readers,
            deciding=deciding,
            renderings=renderings,
            channels=channels,
            fallbacks=fallbacks,
            recorder=recorder,
            deadline=drawing_time,
        ),
        clicking=ClickService(
            now=now,
            plans=plans,
            messages=storage.messages,
            brands=storage.brands,
            profiles=storage.profiles,
            readers=readers,
            deciding=deciding,
            seen=seen,
            recorder=recorder,
        ),
        viewing=ViewService(
            messages=storage.messages,
            brands=storage.brands,
            profiles=storage.profiles,
            plans=plans,
            base_url=settings.public_url,
        ),
        content=ContentService(
            renderings=renderings, asset=storage.assets.body, fallbacks=fallbacks
        ),
        previewing=PreviewService(
            now=now,
            plans=plans,
            compile_draft=authoring.compile_draft,
            messages=storage.messages,
            brands=storage.brands,
            subscribers=storage.subscribers,
            deciding=deciding,
            renderings=renderings,
            channels=channels,
        ),
        erasing=ErasureService(
            subscribers=storage.subscribers,
            messages=storage.messages,
            blocks=storage.blocks,
            seen=seen,
        ),
        authoring=authoring,
    )


def application(services: Services, routes: list[BaseRoute] | None = None) -> ASGIApp:
    """Return the ASGI application: hot routes in front, everything else behind."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await ensure_brand(services.storage)
        await services.shelves.current()
        yield
        services.close()

    rest = Starlette(
        routes=[*(routes or []), Mount("/static", StaticFiles(directory=STATIC))],
        lifespan=lifespan,
    )
    return HotRoutes(
        opening=services.opening,
        clicking=services.clicking,
        viewing=services.viewing,
        content=services.content,
        rest=rest,
    )


def create() -> ASGIApp:
    """Build the application from the environment; the factory that the web server calls."""
    services = build(read_settings())
    return application(services, _routes(services))


def _routes(services: Services) -> list[BaseRoute]:
    demo = _demo_routes(services)
    return [
        *health_routes(figures=lambda: figures(services), troubles=lambda: _troubles(services)),
        *api_routes(api_services(services)),
        *demo,
        *front_routes(templates=TEMPLATES, version=__version__, has_demo=bool(demo)),
    ]


def api_services(services: Services, *, now: Now = system_now) -> ApiServices:
    """Return what the REST API runs on."""
    storage = services.storage
    return ApiServices(
        now=now,
        api_keys=storage.api_keys,
        idempotency=storage.idempotency,
        subscribers=storage.subscribers,
        stores=storage.stores,
        products=storage.products,
        stock=storage.stock,
        blocks=storage.blocks,
        messages=storage.messages,
        brands=storage.brands,
        assets=storage.assets,
        erasing=services.erasing,
        previewing=services.previewing,
        authoring=services.authoring,
        block_schema=block_schema(),
        measure=measure,
        zone=Zones().zone,
        refresh=services.shelves.current,
    )


def figures(services: Services) -> dict[str, tuple[str, float]]:
    """Return the counters of `/metrics` by name: what they count, and how many."""
    journal, drawn = services.journal.stats(), services.renderings.stats
    return {
        "opentime_events_accepted_total": ("Events accepted", float(journal.tally.accepted)),
        "opentime_events_journal_bytes": ("Bytes not ingested yet", float(journal.used)),
        "opentime_opens_repeated_total": (
            "Opens within the window of the same one",
            float(services.recorder.repeated),
        ),
        "opentime_broken_merge_tags_total": (
            "Opens with a merge tag where a subscriber belongs",
            float(services.recorder.unmerged),
        ),
        "opentime_renders_total": ("Pictures drawn", float(drawn.drawn)),
        "opentime_render_memory_hits_total": ("Answered from memory", float(drawn.memory_hits)),
        "opentime_render_disk_hits_total": ("Answered from disk", float(drawn.disk_hits)),
        "opentime_render_shared_total": ("Waited for another's", float(drawn.shared_flights)),
        "opentime_render_refused_total": ("Refused, queue full", float(drawn.refused)),
        "opentime_render_failed_total": ("Drawings that failed", float(drawn.failed)),
        "opentime_render_incomplete_total": (
            "Pictures drawn without an asset that was missing",
            float(drawn.incomplete),
        ),
    }


def _troubles(services: Services) -> dict[str, str]:
    damage = services.storage.database.damage
    return {"database": damage} if damage else {}


def _demo_routes(services: Services) -> list[BaseRoute]:
    """Return the demo's page where there is a demo: its marker is HOME/demo.json."""
    home = services.settings.home
    if not (home / "demo.json").exists():
        return []
    secret = home_secret(home).hex()
    sizes = {
        path.stem: (plan.width, plan.height)
        for path in (TEMPLATES / "demo" / "blocks").glob("*.yaml")
        for plan in [compile_block(path.read_text(encoding="utf-8"), file=path.name)]
    }
    page = DemoPage(
        previewing=services.previewing,
        cast=cast(secret=secret),
        messages=messages(secret=secret),
        now=system_now,
        base_url=services.settings.public_url,
        templates=TEMPLATES,
        sizes=sizes,
    )
    return page.routes()


async def ensure_brand(storage: Storage) -> None:
    """Create a plain brand in an empty home, so that there is always a sender."""
    if not await storage.brands.all():
        await storage.brands.put(Brand(name="default", title="Opentime"))


def _fixed(brand: Brand, name: str) -> Known | None:
    """Return a fact that is the same at every open of a brand's messages."""
    return brand_fact(brand, name[6:]) if name.startswith("brand.") else None


def _store_shelves(settings: Settings, storage: Storage) -> StoreShelves:
    age = settings.stock_max_age_h
    max_age = timedelta(hours=age) if age else None
    book = StoreBook(())
    shelf = StoreShelf(book=book, stock=StockBook(index=book.index), details=storage.stores.read)
    return StoreShelves(storage.database, shelf, max_age=max_age)


def _places(settings: Settings) -> PlaceLadder:
    cache = settings.home / "cache" / "geo"
    embedded = EmbeddedGeoDatabase(cache=cache)
    gazetteer = EmbeddedGazetteer(cache=cache)
    if not settings.geo_db:
        return PlaceLadder(embedded, gazetteer)
    full = MmdbGeoDatabase(Path(settings.geo_db), cache=cache, zone=gazetteer.zone)
    return PlaceLadder(LayeredGeoDatabase(full, embedded), gazetteer)


def _placeholder(
    renderer: Renderer, brand: Brand, picture_format: Format, size: tuple[int, int]
) -> bytes:
    color = brand.colors.get("accent") or brand.colors.get("ink") or "#e6e6e2"
    return renderer.placeholder(color, brand.title, picture_format, *size)


def _built_in() -> dict[str, tuple[bytes, bytes]]:
    pictures = {}
    for extension in _EXTENSIONS:
        body, media_type = builtin_of_extension(extension)
        pictures[extension] = (media_type.encode(), body)
    return pictures
