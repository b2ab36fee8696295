"""Previews for people without an account: made and withdrawn here, open to whoever has the link."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from app.delivery.previewing import Preview
from app.errors import AppError, NotFound, Unacceptable
from app.model.account import Right
from app.model.ports import Now
from app.model.rendering import Format
from app.model.sharing import SharedLink
from app.studio.first_frame import first_frame
from app.studio.personas import PREFIX
from app.studio.sharing import SharingService
from app.web.studio.chosen import READERS, Chosen, chosen
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.preview_desk import PreviewDesk, is_named
from app.web.studio.preview_view import is_still, stamp, view
from app.web.studio.visits import Page, Visit

LASTS: Final = {"1": "1 hour", "24": "1 day", "168": "7 days", "720": "30 days"}
_LONGEST_QUERY: Final = 4000


class SharedPages:
    """Shares previews; what is shown is drawn anew each time, of facts that are fixed."""

    def __init__(
        self, *, desk: PreviewDesk, sharing: SharingService, pages: Pages, now: Now
    ) -> None:
        self._desk = desk
        self._sharing = sharing
        self._pages = pages
        self._now = now

    def pages(self) -> Sequence[Page]:
        """Return the pages; the two of a token are open to everybody who has it, on purpose."""
        design = Right.DESIGN
        shared = "/shared/{token}"
        return (
            Page(method="POST", path="/blocks/{name}/share", right=design, handle=self.share),
            Page(method="POST", path="/blocks/{name}/withdraw", right=design, handle=self.withdraw),
            Page(method="GET", path=shared, right=None, handle=self.shared),
            Page(method="GET", path=f"{shared}/picture", right=None, handle=self.picture),
        )

    async def share(self, visit: Visit) -> Response:
        """Make a link to what is chosen, as of the chosen time."""
        record = await self._desk.record(visit.request.path_params["name"])
        lasts = visit.form.get("lasts", "24")
        if lasts not in LASTS:
            raise Unacceptable(
                f"A link cannot last {lasts[:20]!r}.", remedy="Choose one of the list.",
                field="lasts",
            )  # fmt: skip
        asked = chosen(QueryParams(visit.form.get("query", "")[:_LONGEST_QUERY]))
        # Drawn once, so that nothing is shared that cannot be shown, or not by this account.
        await self._desk.preview(visit.account, record, asked)
        shows_draft = asked.shows_draft(record)
        fixed = replace(
            self._desk.branded(asked),
            at=stamp(asked.instant or self._now()),
            is_draft=shows_draft,
        )
        if is_named(asked):
            # The key says nothing once the person is erased; an external id may.
            fixed = replace(fixed, who=(await self._desk.subscriber(asked.who)).key)
        link = await self._sharing.share(
            block=record.name,
            query=fixed.query(),
            is_personal=is_named(asked),
            by=visit.account.email,
            lasts=timedelta(hours=int(lasts)),
            document=record.draft if shows_draft else "",
        )
        back = asked.query(shared=link.id)
        return RedirectResponse(f"{ROOT}/blocks/{record.name}?{back}#share", 303)

    async def withdraw(self, visit: Visit) -> Response:
        """Let a link show nothing from now on."""
        name = visit.request.path_params["name"]
        await self._sharing.withdraw(name, visit.form.get("id", ""), by=visit.account.email)
        back = chosen(QueryParams(visit.form.get("query", "")[:_LONGEST_QUERY])).query()
        return RedirectResponse(f"{ROOT}/blocks/{name}?{back}#share", 303)

    async def shared(self, visit: Visit) -> Response:
        """Show a shared preview: the picture, its words, and why in a few of them."""
        try:
            link, asked, preview = await self._opened(visit)
        except AppError as error:
            return self._closed(error)
        return self._pages.page(
            "shared.html",
            link=link,
            token=visit.request.path_params["token"],
            view=view(preview, asked),
            chosen=asked,
            whom=await self._whom(link, asked),
            read_by=dict(READERS)[asked.reader],
        )

    async def picture(self, visit: Visit) -> Response:
        """Draw a shared preview."""
        try:
            _, asked, preview = await self._opened(visit)
        except AppError as error:
            return Response(status_code=error.status)
        if is_still(asked, preview):
            still = await asyncio.to_thread(first_frame, preview.body)
            return Response(still, media_type=Format.PNG.media_type)
        return Response(preview.body, media_type=preview.why.ask.plan.format.media_type)

    async def _opened(self, visit: Visit) -> tuple[SharedLink, Chosen, Preview]:
        link = await self._sharing.open(visit.request.path_params["token"])
        if link is None:
            raise _gone()
        asked = chosen(QueryParams(link.query))
        try:
            record = await self._desk.record(link.block)
            if asked.is_draft and not link.document:
                raise _gone()  # it was lost, and what stands there now was not shared
            as_shared = replace(record, draft=link.document)
            return link, asked, await self._desk.shown(as_shared, asked)
        except NotFound as error:  # which says whom, or what: nothing for whoever has a link
            raise _gone() from error

    async def _whom(self, link: SharedLink, asked: Chosen) -> str:
        """Return who sees it, without saying which subscriber."""
        if link.is_personal:
            return "A subscriber"
        slug = asked.who.removeprefix(PREFIX) or "unknown"
        try:
            return (await self._desk.casting.persona(slug, asked.brand)).title
        except NotFound:
            return "Somebody unknown"

    def _closed(self, error: AppError) -> Response:
        says = error.message if isinstance(error, NotFound) else "This cannot be shown at present."
        remedy = error.remedy if isinstance(error, NotFound) else "Try again in a minute."
        return self._pages.page("shared-closed.html", status=error.status, says=says, remedy=remedy)


def _gone() -> NotFound:
    return NotFound(
        "This preview is no longer shared.",
        remedy="It expired, was withdrawn, or what it showed is gone. "
        "Ask whoever sent it for a new link.",
    )
