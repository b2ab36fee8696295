"""The studio's pages of drafts: drawn, kept, published."""

from app.authoring.source_names import known_sources
from app.composition.services import Services
from app.composition.typefaces import family_names
from app.studio.conditions import ConditionService
from app.studio.editing import EditingService
from app.studio.vocabulary import VocabularyService
from app.web.studio.drafting import DraftingPages
from app.web.studio.visits import Page
from app.web.studio.wording import WordingPages


def draft_pages(services: Services) -> list[Page]:
    """Return what the designer asks."""
    storage = services.storage
    editing = EditingService(drafting=storage.drafting, audit=storage.audit)
    conditions = ConditionService(sources=lambda: known_sources(services.sources.table.each()))
    return [
        *DraftingPages(drafts=services.drafts, editing=editing).pages(),
        *WordingPages(vocabulary=_vocabulary(services), conditions=conditions).pages(),
    ]


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
