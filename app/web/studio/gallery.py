"""The gallery: starters to look at, and to begin a block with."""

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from app.errors import Refused
from app.model.account import Right
from app.studio.gallery import GalleryService
from app.studio.starters import Starter, tags_of
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand


class GalleryPages:
    """Shows starters; makes blocks of them."""

    def __init__(self, *, gallery: GalleryService, pages: Pages) -> None:
        self._gallery = gallery
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them, whoever designs may use them."""
        look, path = Right.LOOK, "/gallery/{name}"
        return (
            Page(method="GET", path="/gallery", right=look, handle=self.gallery),
            Page(method="GET", path=path, right=look, handle=self.starter),
            Page(method="GET", path=path + "/{variant}", right=look, handle=self.picture),
            Page(method="POST", path=path + "/use", right=Right.DESIGN, handle=self.use),
        )

    async def gallery(self, visit: Visit) -> Response:
        """Show the starters that hold what is looked for."""
        asked = visit.request.query_params
        wanted, tag = asked.get("q", "").strip()[:80], asked.get("tag", "")[:40]
        starters = (await self._gallery.all()).values()
        return self._pages.page(
            "gallery.html",
            account=visit.account,
            csrf=visit.csrf,
            starters=[each for each in starters if _is_meant(each, wanted.lower(), tag)],
            tags=tags_of(starters),
            wanted=wanted,
            tag=tag,
        )

    async def starter(self, visit: Visit) -> Response:
        """Show one starter in all its variants, and what it needs."""
        return await self._shown(visit)

    async def picture(self, visit: Visit) -> Response:
        """Draw one variant in the brand's colours; `?small` for a card."""
        asked = visit.request.path_params
        small = "small" in visit.request.query_params
        try:
            starter = await self._gallery.get(asked["name"])
            body = await self._gallery.picture(
                starter.name, asked["variant"], brand=working_brand(), small=small
            )
        except Refused:
            return Response(status_code=404)
        return Response(body, media_type=starter.format.media_type)

    async def use(self, visit: Visit) -> Response:
        """Make a draft and open it in the designer."""
        name = visit.form.get("name", "").strip()
        try:
            block = await self._gallery.use(
                visit.request.path_params["name"], name, by=visit.account.email
            )
        except Refused as error:
            return await self._shown(visit, name=name, error=error)
        return RedirectResponse(f"{ROOT}/blocks/{block}/design", 303)

    async def _shown(
        self, visit: Visit, *, name: str = "", error: Refused | None = None
    ) -> Response:
        starter = await self._gallery.get(visit.request.path_params["name"])
        return self._pages.page(
            "starter.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            starter=starter,
            conditions=self._gallery.conditions(starter),
            there=await self._gallery.there(),
            name=name or await self._gallery.suggested(starter),
            may_design=visit.account.may(Right.DESIGN),
            error=error,
        )


def _is_meant(starter: Starter, wanted: str, tag: str) -> bool:
    words = " ".join((starter.name, starter.title, starter.about, *starter.tags)).lower()
    return (not tag or tag in starter.tags) and all(word in words for word in wanted.split())
