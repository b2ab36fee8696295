"""The studio's pages of sources."""

import time

from app.adapters.sources.requesting import Requests
from app.adapters.sources.trying import Trials
from app.composition.services import Services
from app.composition.source_desk import SourceDesk
from app.composition.sources import FOLDER
from app.studio.sources import SourceService
from app.web.studio.pages import Pages
from app.web.studio.source_editing import SourceEditing
from app.web.studio.sources import SourcePages
from app.web.studio.visits import Page


def source_pages(services: Services, look: Pages) -> list[Page]:
    """Return the pages on which sources are seen, made and changed."""
    storage, now = services.storage, services.now
    trials = Trials(
        services.settings.home / FOLDER,
        server=services.server,
        requests=Requests(secret=services.sources.secrets.value, now=now),
        now=now,
        monotonic=time.monotonic,
    )
    sources = SourceService(
        desk=SourceDesk(brands=storage.brands, sources=services.sources),
        trials=trials,
        blocks=storage.blocks,
        audit=storage.audit,
    )
    return [
        *SourcePages(sources=sources, pages=look, now=now).pages(),
        *SourceEditing(sources=sources, pages=look).pages(),
    ]
