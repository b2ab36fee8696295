"""One block: what a chosen reader would see at a chosen time and place, and why."""

import asyncio
from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from app.errors import Refused
from app.model.account import Right
from app.model.message import Message
from app.model.ports import Blocks, Messages
from app.model.rendering import Format
from app.studio.first_frame import first_frame
from app.studio.sharing import SharingService
from app.web.studio.chosen import READERS, WIDTHS, chosen
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.preview_desk import PreviewDesk, is_named
from app.web.studio.preview_film import film
from app.web.studio.preview_view import is_still, stage
from app.web.studio.visits import Page, Visit

_MOST_MESSAGES: Final = 200
_MOST_MARKS: Final = 300  # stores on a map as small as a hand


class BlockPages:
    """Shows a block as a chosen reader."""

    def __init__(
        self,
        *,
        desk: PreviewDesk,
        sharing: SharingService,
        blocks: Blocks,
        messages: Messages,
        pages: Pages,
        base_url: str,
    ) -> None:
        self._desk = desk
        self._sharing = sharing
        self._blocks = blocks
        self._messages = messages
        self._pages = pages
        self._base_url = base_url

    def pages(self) -> Sequence[Page]:
        """Return the pages of one block."""
        look = Right.LOOK
        name = "/blocks/{name}"
        return (
            Page(method="GET", path=name, right=look, handle=self.block),
            Page(method="GET", path=f"{name}/seen", right=look, handle=self.seen, for_scripts=True),
            Page(method="GET", path=f"{name}/as.png", right=look, handle=self.png),
            Page(method="GET", path=f"{name}/as", right=look, handle=self.picture),
        )

    async def block(self, visit: Visit) -> Response:
        """Show the block: what to choose, what is seen, why, its shared links and versions."""
        desk, account = self._desk, visit.account
        record = await desk.record(visit.request.path_params["name"])
        asked = chosen(visit.request.query_params)
        strip = None
        if "film" in visit.request.query_params:
            strip = await film(desk, account, record, asked)
        links = await self._sharing.of_block(record.name)
        live = self._blocks.published(record.name)
        return self._pages.page(
            "block.html",
            stage=await stage(desk, account, record, asked),
            record=record,
            chosen=asked,
            account=account,
            csrf=visit.csrf,
            versions=await self._blocks.versions(record.name),
            has_changed=live is None or live.document != record.draft,
            personas=await desk.casting.personas(desk.branded(asked).brand),
            is_named=is_named(asked),
            messages=await self._showing(record.name),
            stores=[(s.lat, s.lon, s.name) for s in (await desk.casting.stores())[:_MOST_MARKS]],
            readers=READERS,
            widths=WIDTHS,
            film=strip,
            shared=[
                (link, f"{self._base_url}{ROOT}/shared/{self._sharing.token(link)}")
                for link in links
                if account.may(Right.PEOPLE) or not link.is_personal
            ],
            made=visit.request.query_params.get("shared", ""),
            may_see_people=account.may(Right.PEOPLE),
            may_design=account.may(Right.DESIGN),
            may_publish=account.may(Right.PUBLISH),
        )

    async def seen(self, visit: Visit) -> Response:
        """Answer the parts of the page that change with what is chosen, as HTML."""
        record = await self._desk.record(visit.request.path_params["name"])
        asked = chosen(visit.request.query_params)
        shown = await stage(self._desk, visit.account, record, asked)
        return self._pages.page("preview/seen.html", stage=shown)

    async def png(self, visit: Visit) -> Response:
        """Draw what is chosen as a PNG."""
        return await self._picture(visit, Format.PNG)

    async def picture(self, visit: Visit) -> Response:
        """Draw what is chosen in the format that the block is embedded in."""
        return await self._picture(visit, None)

    async def _picture(self, visit: Visit, form: Format | None) -> Response:
        record = await self._desk.record(visit.request.path_params["name"])
        asked = chosen(visit.request.query_params)
        try:
            preview = await self._desk.preview(visit.account, record, asked, form)
        except Refused:
            return Response(status_code=404)
        if form is None and is_still(asked, preview):
            still = await asyncio.to_thread(first_frame, preview.body)
            return Response(still, media_type=Format.PNG.media_type)
        shown = form or preview.why.ask.plan.format
        return Response(preview.body, media_type=shown.media_type)

    async def _showing(self, name: str) -> Sequence[Message]:
        """Return the first messages that show a block: their parameters are its own."""
        page = await self._messages.page(cursor="", limit=_MOST_MESSAGES)
        return [message for message in page.items if name in message.blocks]
