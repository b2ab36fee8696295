"""What the services of serving share: storage, drawing, deciding, recording."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.adapters.journal import FileJournal
from app.adapters.networks.shelf import FOLDER, NetworkShelf
from app.adapters.outbound.client import Outbound
from app.adapters.picture_process import PictureProcess
from app.adapters.rendering_files import RenderingFiles
from app.adapters.seen_links import SeenLinkTable
from app.adapters.shelves import StoreShelves
from app.composition.authoring import Authoring
from app.composition.gathering import decision_service, place_ladder, store_shelves
from app.composition.outbound import open_outbound
from app.composition.reading import reader_service
from app.composition.sources import Sources, open_sources
from app.composition.storage import Storage, home_secret, open_storage
from app.composition.tiles import MapTiles, open_tiles, picture_reader
from app.composition.typefaces import font_book
from app.composition.weather import Weather, open_weather
from app.context.places import PlaceLadder
from app.delivery.channels import Channels
from app.delivery.deciding import DecisionService
from app.delivery.fallbacks import Fallbacks
from app.delivery.intake import Intake
from app.delivery.plans import Plans
from app.delivery.recording import Recorder
from app.delivery.renderings import Renderings
from app.delivery.standing import StandingAnswers
from app.model.brand import Brand
from app.model.ports import Now
from app.model.rendering import Format, drawn_formats
from app.model.scene import Scene
from app.render import Renderer, builtin_of_extension
from app.settings import MIB, Settings

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "static"
_EXTENSIONS = ("png", "jpg", "jpeg", "gif", "webp", "avif", "apng", "bmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What the services of serving share."""

    settings: Settings
    now: Now
    server: Outbound
    storage: Storage
    sources: Sources
    authoring: Authoring
    shelves: StoreShelves
    journal: FileJournal
    seen: SeenLinkTable
    pictures: PictureProcess
    renderings: Renderings
    lacking: Callable[[Scene], str]  # of the characters in a scene those that nothing draws
    plans: Plans
    recorder: Recorder
    intake: Intake
    deciding: DecisionService
    channels: Channels
    fallbacks: Fallbacks
    standing: StandingAnswers
    tiles: MapTiles | None
    weather: Weather


def build_core(settings: Settings, now: Now, pictures: PictureProcess) -> Core:
    """Construct what the services of serving share."""
    storage = open_storage(settings, now)
    secret = home_secret(settings.home)
    server = open_outbound(settings)
    sources = open_sources(settings, storage, secret, server, pictures, now)
    tiles = open_tiles(settings, pictures, server)
    renderer = _renderer(settings, storage, pictures, tiles)
    renderings = _renderings(settings, renderer, secret)
    authoring = Authoring(storage.brands, storage.assets, sources.table, settings.extra_formats)
    plans, shelves = _plans(storage, authoring), store_shelves(settings, storage, now)
    networks = NetworkShelf(settings.home / FOLDER, at_once=MIB)
    places = place_ladder(settings, networks)
    weather = open_weather(settings, server, now)
    deciding = decision_service(settings, storage, shelves, places, tiles, sources.shelf, weather)
    journal, seen = _journal(settings, now), _seen(settings, secret, now)
    recorder = _recorder(settings, journal, seen)
    return Core(
        settings=settings,
        now=now,
        server=server,
        storage=storage,
        sources=sources,
        authoring=authoring,
        shelves=shelves,
        journal=journal,
        seen=seen,
        pictures=pictures,
        renderings=renderings,
        lacking=renderer.lacking,
        plans=plans,
        recorder=recorder,
        intake=_intake(settings, now, storage, plans, networks),
        deciding=deciding,
        channels=Channels(base_url=settings.public_url, body=storage.assets.layer),
        fallbacks=_fallbacks(settings, storage, deciding, renderings, renderer),
        standing=_standing(settings, now, storage, places, shelves, renderings, recorder),
        tiles=tiles,
        weather=weather,
    )


def _renderer(
    settings: Settings, storage: Storage, pictures: PictureProcess, tiles: MapTiles | None
) -> Renderer:
    asset = storage.assets.layer
    fonts, picture = font_book(settings, asset), picture_reader(asset, tiles)
    return Renderer(fonts=fonts, picture=picture, fit=pictures.fit)


def _plans(storage: Storage, authoring: Authoring) -> Plans:
    notices = storage.database.notices
    return Plans(storage.blocks, authoring.compile_version, authoring.bind, notices)


def _renderings(settings: Settings, renderer: Renderer, secret: bytes) -> Renderings:
    folder = settings.home / "cache" / "renderings"
    return Renderings(
        draw=renderer.drawing,
        fingerprint=renderer.fingerprint,
        secret=secret,
        shelf=RenderingFiles(folder, max_bytes=settings.disk_mb * MIB),
        memory_bytes=settings.memory_mb * MIB,
        workers=settings.render_workers,
        queue=settings.render_queue,
    )


def _journal(settings: Settings, now: Now) -> FileJournal:
    return FileJournal(
        settings.home / "events",
        now=now,
        cap_bytes=settings.events_cap_mb * MIB,
        durability="power" if settings.event_durability == "power" else "process",
    )


def _intake(
    settings: Settings, now: Now, storage: Storage, plans: Plans, networks: NetworkShelf
) -> Intake:
    return Intake(
        now=now,
        plans=plans,
        messages=storage.messages,
        brands=storage.brands,
        profiles=storage.profiles,
        readers=reader_service(settings, networks),
        world=storage.database.notices.world,
    )


def _standing(  # noqa: PLR0917  # what its answers rest on
    settings: Settings,
    now: Now,
    storage: Storage,
    places: PlaceLadder,
    shelves: StoreShelves,
    renderings: Renderings,
    recorder: Recorder,
) -> StandingAnswers:
    return StandingAnswers(
        now=now,
        profiles=storage.profiles,
        world=storage.database.notices.world,
        # Both only grow, so their sum tells that one of them did.
        edition=lambda: places.edition() + shelves.rebuilt,
        renderings=renderings,
        recorder=recorder,
        most=0 if settings.cdn_debug else settings.standing_answers,
    )


def _recorder(settings: Settings, journal: FileJournal, seen: SeenLinkTable) -> Recorder:
    return Recorder(
        journal=journal,
        seen=seen,
        monotonic=time.monotonic,
        window=timedelta(seconds=settings.open_window_s),
    )


def _seen(settings: Settings, secret: bytes, now: Now) -> SeenLinkTable:
    return SeenLinkTable(
        settings.home / "run" / "seen",
        size_bytes=settings.seen_mb * MIB,
        secret=secret,
        now=now,
        keep=timedelta(days=settings.retention_days),
    )


def _fallbacks(
    settings: Settings,
    storage: Storage,
    deciding: DecisionService,
    renderings: Renderings,
    renderer: Renderer,
) -> Fallbacks:
    return Fallbacks(
        brands=storage.brands,
        messages=storage.messages,
        deciding=deciding,
        renderings=renderings,
        placeholder=lambda brand, form, size: _placeholder(renderer, brand, form, size),
        built_in=_built_in(),
        formats=drawn_formats(settings.extra_formats),
    )


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
