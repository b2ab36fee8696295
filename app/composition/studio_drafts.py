"""The studio's pages of drafts: drawn, kept, published."""

from app.authoring.source_names import known_sources
from app.composition.publishing import vetting
from app.composition.services import Services
from app.composition.typefaces import family_names
from app.studio.casting import Casting
from app.studio.conditions import ConditionService
from app.studio.editing import EditingService
from app.studio.histories import HistoryService
from app.studio.publishing import PublishingService
from app.studio.vocabulary import VocabularyService
from app.web.studio.comparing import ComparingPages
from app.web.studio.designer import DesignerPages
from app.web.studio.drafting import DraftingPages
from app.web.studio.pages import Pages
from app.web.studio.publishing import PublishingPages
from app.web.studio.visits import Page
from app.web.studio.wording import WordingPages


def draft_pages(services: Services, look: Pages, casting: Casting) -> list[Page]:
    """Return what the designer asks, and the pages on which drafts are published."""
    storage = services.storage
    editing = EditingService(drafting=storage.drafting, audit=storage.audit)
    conditions = ConditionService(sources=lambda: known_sources(services.sources.table.each()))
    return [
        *DesignerPages(blocks=storage.blocks, casting=casting, pages=look).pages(),
        *DraftingPages(drafts=services.drafts, editing=editing, casting=casting).pages(),
        *WordingPages(vocabulary=_vocabulary(services), conditions=conditions).pages(),
        *_publishing(services, casting, look),
    ]


def _publishing(services: Services, casting: Casting, look: Pages) -> list[Page]:
    storage = services.storage
    history = HistoryService(blocks=storage.blocks, audit=storage.audit)
    comparing = ComparingPages(
        drafts=services.drafts, history=history, casting=casting, pages=look, now=services.now
    )
    publishing = PublishingService(
        blocks=storage.blocks,
        publications=storage.publications,
        audit=storage.audit,
        vet=vetting(services),
        now=services.now,
    )
    pages = PublishingPages(
        publishing=publishing,
        history=history,
        comparing=comparing,
        brands=storage.brands,
        pages=look,
    )
    return [*pages.pages(), *comparing.pages()]


def _vocabulary(services: Services) -> VocabularyService:
    storage = services.storage
    return VocabularyService(
        brands=storage.brands,
        assets=storage.assets,
        products=storage.products,
        subscribers=storage.subscribers,
        sources=lambda: known_sources(services.sources.table.each()),
        fonts=lambda: family_names(services.settings),
    )
