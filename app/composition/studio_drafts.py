"""The studio's pages of drafts: drawn, kept, published."""

from app.composition.services import Services
from app.studio.editing import EditingService
from app.web.studio.drafting import DraftingPages
from app.web.studio.visits import Page


def draft_pages(services: Services) -> list[Page]:
    """Return what the designer asks."""
    storage = services.storage
    editing = EditingService(drafting=storage.drafting, audit=storage.audit)
    return [*DraftingPages(drafts=services.drafts, editing=editing).pages()]
