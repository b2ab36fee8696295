"""The library: every block as it looks now, and whether it is live."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from app.delivery.previewing import PreviewRequest, PreviewService
from app.errors import AppError
from app.model.account import Right
from app.model.keys import BLOCK_NAME_SHAPE
from app.model.ports import BlockRecord, Blocks
from app.model.rendering import Format
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit

_SHOWN = 60


class State(StrEnum):
    """How a block stands."""

    DRAFT = "draft"  # never published
    LIVE = "live"
    CHANGED = "changed"  # live, and the draft is another


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One block of the library."""

    name: str
    state: State
    version: int
    changed_on: str  # date


class LibraryPages:
    """Shows blocks, with their true pictures."""

    def __init__(self, *, blocks: Blocks, previewing: PreviewService, pages: Pages) -> None:
        self._blocks = blocks
        self._previewing = previewing
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them."""
        return (
            Page(method="GET", path="/", right=Right.LOOK, handle=self.library),
            Page(method="GET", path="/blocks/{name}.png", right=Right.LOOK, handle=self.picture),
        )

    async def library(self, visit: Visit) -> Response:
        """Show the blocks whose names hold what is looked for, a page of them."""
        asked = visit.request.query_params
        wanted = asked.get("q", "").strip().lower()[:80]
        shown: list[Shown] = []
        cursor = asked.get("after", "")
        while len(shown) < _SHOWN:
            page = await self._blocks.page(cursor=cursor, limit=_SHOWN)
            shown += [await self._shown(each) for each in page.items if wanted in each.name]
            cursor = page.cursor
            if not cursor:
                break
        return self._pages.page(
            "library.html",
            account=visit.account,
            csrf=visit.csrf,
            blocks=shown,
            wanted=wanted,
            more=cursor,
        )

    async def picture(self, visit: Visit) -> Response:
        """Draw what somebody unknown would see now; of a draft, the draft."""
        name = visit.request.path_params["name"]
        record = await self._blocks.get(name) if BLOCK_NAME_SHAPE.match(name) else None
        if record is None:
            return Response(status_code=404)
        draft = "" if record.published else record.draft
        try:
            preview = await self._previewing.preview(
                PreviewRequest(block=name, draft=draft, format=Format.PNG)
            )
        except AppError:
            return Response(status_code=404)
        return Response(preview.body, media_type="image/png")

    async def _shown(self, record: BlockRecord) -> Shown:
        live = self._blocks.published(record.name)
        if live is None:
            state = State.DRAFT
        else:
            state = State.LIVE if live.document == record.draft else State.CHANGED
        return Shown(
            name=record.name,
            state=state,
            version=record.published,
            changed_on=record.updated_at.strftime("%Y-%m-%d"),
        )
