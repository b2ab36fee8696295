"""The library: every block as it looks now, how it stands, and what can be done with it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from app.delivery.previewing import PreviewRequest, PreviewService
from app.errors import AppError, NotFound, Refused
from app.model.account import Right
from app.model.keys import BLOCK_NAME_SHAPE
from app.model.ports import Blocks
from app.model.rendering import Format
from app.studio.library import FAILING, LibraryService, Order, State, Wish
from app.studio.shelving import ShelvingService
from app.web.studio.door import ROOT
from app.web.studio.fields import there
from app.web.studio.pages import Pages
from app.web.studio.sparkline import points
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_LONGEST: Final = 80
_ORDERS: Final = {
    Order.NAME: "Name", Order.CHANGED: "Last changed", Order.OPENS: "Opens",
}  # fmt: skip
_STATES: Final = {
    "": "All", State.DRAFT.value: "Draft", State.LIVE.value: "Live",
    State.CHANGED.value: "Changed since", FAILING: "Failing",
}  # fmt: skip
_DESIGN: Final = Right.DESIGN
_NOT_REFUSED: Final = {"block": "", "deed": "", "typed": "", "error": None, "there": ""}


class LibraryPages:
    """Shows blocks, with their true pictures; makes, copies, renames and deletes them."""

    def __init__(
        self,
        *,
        library: LibraryService,
        shelving: ShelvingService,
        blocks: Blocks,
        previewing: PreviewService,
        pages: Pages,
    ) -> None:
        self._library = library
        self._shelving = shelving
        self._blocks = blocks
        self._previewing = previewing
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them, whoever designs changes them."""
        one = "/blocks/{name}"
        return (
            Page(method="GET", path="/", right=Right.LOOK, handle=self.library),
            Page(method="GET", path=f"{one}.png", right=Right.LOOK, handle=self.picture),
            Page(method="POST", path="/blocks", right=_DESIGN, handle=self.create),
            Page(method="POST", path=f"{one}/duplicate", right=_DESIGN, handle=self.duplicate),
            Page(method="POST", path=f"{one}/rename", right=_DESIGN, handle=self.rename),
            Page(method="POST", path=f"{one}/delete", right=_DESIGN, handle=self.delete),
        )

    async def library(self, visit: Visit) -> Response:
        """Show the blocks that are looked for, a page of them."""
        return await self._shown(visit, _wish(visit.request.query_params))

    async def picture(self, visit: Visit) -> Response:
        """Draw what somebody unknown would see now; of a draft, the draft."""
        name = visit.request.path_params["name"]
        record = await self._blocks.get(name) if BLOCK_NAME_SHAPE.match(name) else None
        if record is None:
            return Response(status_code=404)
        draft = "" if record.published else record.draft
        try:
            preview = await self._previewing.preview(
                PreviewRequest(block=name, draft=draft, brand=working_brand(), format=Format.PNG)
            )
        except AppError:
            return Response(status_code=404)
        return Response(preview.body, media_type="image/png")

    async def create(self, visit: Visit) -> Response:
        """Make an empty block and open it in the designer."""
        name = _typed(visit)

        async def make() -> str:
            await self._shelving.create(name, by=visit.account.email)
            return f"/blocks/{name}/design"

        return await self._done(visit, "", "create", make)

    async def duplicate(self, visit: Visit) -> Response:
        """Make a copy and open it in the designer."""
        name, copy = visit.request.path_params["name"], _typed(visit)

        async def make() -> str:
            await self._shelving.duplicate(name, copy, by=visit.account.email)
            return f"/blocks/{copy}/design"

        return await self._done(visit, name, "duplicate", make)

    async def rename(self, visit: Visit) -> Response:
        """Give a draft another name and show it."""
        name, other = visit.request.path_params["name"], _typed(visit)

        async def change() -> str:
            await self._shelving.rename(name, other, by=visit.account.email)
            return f"/?q={other}"

        return await self._done(visit, name, "rename", change)

    async def delete(self, visit: Visit) -> Response:
        """Delete a block that stands in no message."""
        name = visit.request.path_params["name"]

        async def change() -> str:
            await self._shelving.delete(name, by=visit.account.email)
            return "/"

        return await self._done(visit, name, "delete", change)

    async def _done(
        self, visit: Visit, name: str, deed: str, do: Callable[[], Awaitable[str]]
    ) -> Response:
        """Do it and go on; what is refused is said on the card that it is about."""
        try:
            path = await do()
        except NotFound:
            raise
        except Refused as error:
            existing = there(error, lambda block: f"{ROOT}/blocks/{block}")
            refused = {"block": name, "deed": deed, "typed": _typed(visit), "error": error}
            return await self._shown(visit, Wish(words=name), refused | {"there": existing})
        return RedirectResponse(ROOT + path, 303)

    async def _shown(
        self, visit: Visit, wish: Wish, refused: Mapping[str, object] | None = None
    ) -> Response:
        shelf = await self._library.find(wish)
        error = refused["error"] if refused else None
        return self._pages.page(
            "library.html",
            status=error.status if isinstance(error, Refused) else 200,
            account=visit.account,
            csrf=visit.csrf,
            shelf=shelf,
            wish=wish,
            lines={each.name: points(each.sparkline) for each in shelf.entries},
            orders=[(order.value, says) for order, says in _ORDERS.items()],
            states=_STATES.items(),
            address=lambda **other: _address(replace(wish, **other)),
            refused=refused or _NOT_REFUSED,
            may_design=visit.account.may(_DESIGN),
        )


def _typed(visit: Visit) -> str:
    return visit.form.get("name", "").strip()


def _wish(query: Mapping[str, str]) -> Wish:
    """Return what an address asks for; what makes no sense is passed over."""
    sort, page, state = query.get("sort", ""), query.get("page", ""), query.get("state", "")
    return Wish(
        words=query.get("q", "").strip()[:_LONGEST],
        tag=query.get("tag", "")[:_LONGEST],
        state=state if state in _STATES else "",
        order=Order(sort) if sort in set(Order) else Order.NAME,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,  # noqa: PLR2004  # pages
    )


def _address(wish: Wish) -> str:
    said = {
        "q": wish.words, "tag": wish.tag, "state": wish.state,
        "sort": "" if wish.order is Order.NAME else wish.order.value,
        "page": "" if wish.page == 1 else str(wish.page),
    }  # fmt: skip
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{ROOT}/?{query}" if query else f"{ROOT}/"
