"""Everything one process runs on, built from its settings."""

from dataclasses import dataclass
from datetime import timedelta

from app.adapters.journal import FileJournal
from app.adapters.outbound.client import Outbound
from app.adapters.picture_process import PictureProcess
from app.adapters.seen_links import SeenLinkTable
from app.adapters.shelves import StoreShelves
from app.composition.authoring import Authoring
from app.composition.cdn import Front, front_of
from app.composition.core import Core, build_core
from app.composition.sources import Sources
from app.composition.storage import Storage, home_secret, system_now
from app.composition.tiles import MapTiles
from app.composition.weather import Weather
from app.composition.weighing import Weigher
from app.delivery.calendar import CalendarService, Entry
from app.delivery.clicking import ClickService
from app.delivery.content import ContentService
from app.delivery.drafts import DraftService
from app.delivery.erasing import ErasureService
from app.delivery.fallbacks import Fallbacks
from app.delivery.foreseeing import ForeseeingService
from app.delivery.opening import OpeningService
from app.delivery.plans import Plans
from app.delivery.previewing import PreviewService
from app.delivery.recording import Recorder
from app.delivery.renderings import Renderings
from app.delivery.standing import StandingAnswers
from app.delivery.viewing import ViewService
from app.model.ports import Now
from app.model.rendering import drawn_formats
from app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything one process runs on; `close` ends it in order."""

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
    plans: Plans
    recorder: Recorder
    fallbacks: Fallbacks
    standing: StandingAnswers
    tiles: MapTiles | None
    weather: Weather
    front: Front
    opening: OpeningService
    clicking: ClickService
    calendar: CalendarService
    viewing: ViewService
    content: ContentService
    previewing: PreviewService
    foreseeing: ForeseeingService
    drafts: DraftService
    erasing: ErasureService
    weigher: Weigher

    def close(self) -> None:
        """Stop drawing, seal the journal, finish writes."""
        self.fallbacks.close()
        self.renderings.close()
        self.pictures.close()
        self.journal.close()
        self.seen.close()
        self.storage.database.close()


def build(
    settings: Settings, *, now: Now = system_now, pictures: PictureProcess | None = None
) -> Services:
    """Construct the services of one process; reads, but asks nobody outside the machine.

    Pictures are decoded by a process of its own, unless one is given.
    """
    core = build_core(settings, now, pictures or PictureProcess())
    front = front_of(settings, now)
    previewing = _previewing(core)
    return Services(
        settings=settings,
        now=now,
        server=core.server,
        storage=core.storage,
        sources=core.sources,
        authoring=core.authoring,
        shelves=core.shelves,
        journal=core.journal,
        seen=core.seen,
        pictures=core.pictures,
        renderings=core.renderings,
        plans=core.plans,
        recorder=core.recorder,
        fallbacks=core.fallbacks,
        standing=core.standing,
        tiles=core.tiles,
        weather=core.weather,
        front=front,
        opening=_opening(core, front),
        clicking=_clicking(core),
        calendar=_calendar(core),
        viewing=_viewing(core),
        content=_content(core),
        previewing=previewing,
        foreseeing=ForeseeingService(previewing=previewing, deciding=core.deciding),
        drafts=_drafts(core, previewing),
        weigher=Weigher(core),
        erasing=_erasing(core, front),
    )


def _opening(core: Core, front: Front) -> OpeningService:
    settings = core.settings
    return OpeningService(
        intake=core.intake,
        deciding=core.deciding,
        renderings=core.renderings,
        channels=core.channels,
        fallbacks=core.fallbacks,
        recorder=core.recorder,
        standing=core.standing,
        last_good=front.last_good,
        heading=front.heading,
        deadline=timedelta(milliseconds=settings.deadline_ms - settings.facts_deadline_ms),
        formats=drawn_formats(settings.extra_formats),
    )


def _clicking(core: Core) -> ClickService:
    storage = core.storage
    return ClickService(
        intake=core.intake,
        messages=storage.messages,
        brands=storage.brands,
        deciding=core.deciding,
        seen=core.seen,
        recorder=core.recorder,
    )


def _calendar(core: Core) -> CalendarService:
    settings = core.settings

    secret = home_secret(settings.home)

    def write(entry: Entry) -> bytes:
        from app.adapters.calendar import EntryWriter  # noqa: PLC0415  # slow to import, seldom needed

        return EntryWriter(secret=secret, base_url=settings.public_url)(entry)

    return CalendarService(intake=core.intake, deciding=core.deciding, write=write)


def _content(core: Core) -> ContentService:
    return ContentService(
        renderings=core.renderings,
        asset=core.storage.assets.layer,
        as_png=core.pictures.as_png,
        fallbacks=core.fallbacks,
    )


def _viewing(core: Core) -> ViewService:
    storage = core.storage
    return ViewService(
        messages=storage.messages,
        brands=storage.brands,
        profiles=storage.profiles,
        plans=core.plans,
        base_url=core.settings.public_url,
    )


def _previewing(core: Core) -> PreviewService:
    storage = core.storage
    return PreviewService(
        now=core.now,
        plans=core.plans,
        compile_draft=core.authoring.compile_draft,
        messages=storage.messages,
        brands=storage.brands,
        subscribers=storage.subscribers,
        deciding=core.deciding,
        renderings=core.renderings,
        channels=core.channels,
        formats=drawn_formats(core.settings.extra_formats),
    )


def _drafts(core: Core, previewing: PreviewService) -> DraftService:
    notices = core.storage.database.notices
    return DraftService(
        examine=core.authoring.examine,
        edition=lambda: tuple(map(notices.number, ("brands", "assets", "sources"))),
        bind=core.authoring.bind,
        brands=core.storage.brands,
        previewing=previewing,
        deciding=core.deciding,
        draw=core.renderings.draw,
    )


def _erasing(core: Core, front: Front) -> ErasureService:
    return ErasureService(
        subscribers=core.storage.subscribers,
        messages=core.storage.messages,
        blocks=core.storage.blocks,
        seen=core.seen,
        purge=front.purges.add if front.purges else None,
    )
