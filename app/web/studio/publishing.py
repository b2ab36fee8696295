"""Publishing a block: what would change, what is to be said about it, and when it goes live."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode
from zoneinfo import available_timezones

from starlette.responses import RedirectResponse, Response

from app.errors import Refused, Unacceptable
from app.model.account import Right
from app.model.ports import Brands
from app.model.problem import AuthoringError
from app.model.zones import zone_of
from app.studio.histories import HistoryService
from app.studio.publishing import PublishingService, Review, Wish
from app.web.studio.comparing import DRAFT, LIVE, ComparingPages
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_DIGITS: Final = 9
_ZONES: Final = sorted(
    name
    for name in available_timezones()
    if "/" in name and not name.startswith(("Etc/", "SystemV/"))
)


class PublishingPages:
    """Publishes blocks, and shows what became of them."""

    def __init__(
        self,
        *,
        publishing: PublishingService,
        history: HistoryService,
        comparing: ComparingPages,
        brands: Brands,
        pages: Pages,
    ) -> None:
        self._publishing = publishing
        self._history = history
        self._comparing = comparing
        self._brands = brands
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; to look at them takes less than to publish."""
        path, design, publish = "/blocks/{name}", Right.DESIGN, Right.PUBLISH
        return (
            Page(method="GET", path=f"{path}/publish", right=design, handle=self.review),
            Page(method="POST", path=f"{path}/publish", right=publish, handle=self.publish),
            Page(method="POST", path=f"{path}/cancel", right=publish, handle=self.cancel),
            Page(method="GET", path=f"{path}/history", right=design, handle=self.history),
            Page(method="POST", path=f"{path}/roll-back", right=publish, handle=self.roll_back),
        )

    async def review(self, visit: Visit) -> Response:
        """Show the draft beside what is live."""
        return await self._shown(visit, {}, None)

    async def publish(self, visit: Visit) -> Response:
        """Publish the draft, now or at a time; what is refused is shown with what was typed."""
        name, form = visit.request.path_params["name"], visit.form
        wish = Wish(
            block=name,
            revision=form.get("revision", "")[:40],
            note=form.get("note", "").strip(),
            has_seen_warnings=form.get("seen") == "yes",
            by=visit.account,
        )
        try:
            if form.get("when") == "later":
                await self._publishing.schedule(
                    wish, wall=form.get("at", ""), zone=form.get("zone", "")
                )
                return _to(name, "publish", done="scheduled")
            version = await self._publishing.publish(wish)
        except (AuthoringError, Refused) as error:
            return await self._shown(visit, form, error)
        return _to(name, "publish", done=str(version.version))

    async def cancel(self, visit: Visit) -> Response:
        """Let what waits not go live."""
        name = visit.request.path_params["name"]
        is_done = await self._publishing.cancel(name, visit.account)
        return _to(name, "publish", done="cancelled" if is_done else "")

    async def history(self, visit: Visit) -> Response:
        """Show the versions with who published them, and all that was done."""
        name = visit.request.path_params["name"]
        told, deeds = await self._history.history(name)
        return self._pages.page(
            "history.html",
            account=visit.account,
            csrf=visit.csrf,
            name=name,
            told=told,
            deeds=deeds,
            may_publish=visit.account.may(Right.PUBLISH),
            done=visit.request.query_params.get("done", ""),
        )

    async def roll_back(self, visit: Visit) -> Response:
        """Make an older version live again."""
        name, number = visit.request.path_params["name"], visit.form.get("version", "")
        if not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
            raise Unacceptable(
                f"There is no version {number[:20]!r}.", remedy="Choose one of the list.",
                field="version", value=number[:20],
            )  # fmt: skip
        version = await self._publishing.roll_back(name, int(number), visit.account)
        return _to(name, "history", done=str(version.version))

    async def _shown(
        self, visit: Visit, form: Mapping[str, str], error: Refused | None
    ) -> Response:
        review = await self._publishing.review(visit.request.path_params["name"])
        name = review.record.name
        draft = (DRAFT, review.record.draft)
        live = (LIVE, review.live.document) if review.live else draft
        zone = self._brands.read(working_brand()).tz or "UTC"
        return self._pages.page(
            "publish.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            name=name,
            review=review,
            pairs=await self._comparing.pairs(name, live, draft),
            waits=_waits(review),
            form={"zone": zone, "when": "now", **form},
            zones=_ZONES,
            error=error,
            may_publish=visit.account.may(Right.PUBLISH),
            done="" if error else visit.request.query_params.get("done", "")[:20],
        )


def _waits(review: Review) -> str:
    """Return when what waits goes live, as the wall of its zone has it; empty: nothing waits."""
    if review.waiting is None:
        return ""
    local = review.waiting.at.astimezone(zone_of(review.waiting.zone))
    return f"{local:%A, %-d %B %Y, %H:%M} ({review.waiting.zone})"


def _to(name: str, page: str, **query: str) -> Response:
    said = urlencode({key: value for key, value in query.items() if value})
    return RedirectResponse(f"/studio/blocks/{name}/{page}" + (f"?{said}" if said else ""), 303)
