"""The pages of assets: a grid, uploads, one asset with its crops and where it is used."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from starlette.responses import RedirectResponse, Response

from app.delivery.sampling import Samples
from app.errors import AppError, Refused
from app.model.account import Right
from app.model.brand import Brand
from app.model.ports import Asset, Brands
from app.studio.assets import AssetService
from app.web.api.assets import PICTURE_BYTES, checked_asset
from app.web.api.services import Accept
from app.web.studio.bodies import body_of
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Takes, Visit
from app.web.studio.working import working_brand

_SHOWN: Final = 60
_CROPS: Final = (
    ("Across the email", 600, 240),
    ("A card", 288, 216),
    ("Square", 240, 240),
    ("Upright", 180, 240),
)
_EXTENSIONS: Final[Mapping[str, str]] = {"image/jpeg": "jpg", "image/gif": "gif"}
_MIDDLE: Final = 50


class AssetPages:
    """Shows, takes and deletes assets."""

    def __init__(
        self,
        *,
        assets: AssetService,
        brands: Brands,
        samples: Samples,
        accept: Accept,
        pages: Pages,
    ) -> None:
        self._assets = assets
        self._brands = brands
        self._samples = samples
        self._accept = accept
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees assets."""
        look, design = Right.LOOK, Right.DESIGN
        return (
            Page(method="GET", path="/assets", right=look, handle=self.all),
            Page(method="GET", path="/assets/one", right=look, handle=self.one),
            Page(method="GET", path="/assets/shown.png", right=look, handle=self.shown),
            Page(
                method="POST",
                path="/assets/upload",
                right=design,
                handle=self.upload,
                takes=Takes.STREAM,
                for_scripts=True,
            ),
            Page(method="POST", path="/assets/delete", right=design, handle=self.delete),
        )

    async def all(self, visit: Visit) -> Response:
        """Show assets whose names hold what is looked for, a page of them."""
        asked = visit.request.query_params
        wanted = asked.get("q", "").strip().lower()[:80]
        page = await self._assets.page(wanted=wanted, cursor=asked.get("after", ""), limit=_SHOWN)
        return self._pages.page(
            "assets.html",
            account=visit.account,
            csrf=visit.csrf,
            assets=page.items,
            more=page.cursor,
            wanted=wanted,
            most=PICTURE_BYTES,
            may_design=visit.account.may(Right.DESIGN),
        )

    async def one(self, visit: Visit) -> Response:
        """Show an asset, what its focus keeps in sight, and where it is used."""
        return await self._one(visit, await self._asked(visit))

    async def shown(self, visit: Visit) -> Response:
        """Draw a picture as a box of a block shows it, or a line in a typeface."""
        asset, query = await self._asked(visit), visit.request.query_params
        brand = self._brand()
        if asset.media_type.startswith("font/"):
            body = await self._samples.face(brand, asset.name)
        else:
            size = (_number(query.get("w"), 240), _number(query.get("h"), 180))
            body = await self._samples.crop(brand, asset.name, size, _focus(query))
        return Response(body, media_type="image/png")

    async def upload(self, visit: Visit) -> Response:
        """Keep the body under the name that the address says; a name that exists is replaced."""
        name = visit.request.query_params.get("name", "")
        body = await body_of(visit.request, PICTURE_BYTES)
        asset, content = await checked_asset(name, body, self._accept)
        is_new = await self._assets.keep(asset, content, by=visit.account.email)
        answer = {
            "name": asset.name,
            "width": asset.width,
            "height": asset.height,
            "size": asset.size,
            "is_new": is_new,
        }
        return Response(
            msgspec.json.encode(answer),
            status_code=201 if is_new else 200,
            media_type="application/json",
        )

    async def delete(self, visit: Visit) -> Response:
        """Delete an asset that nothing names."""
        asset = await self._assets.get(visit.form.get("name", ""))
        try:
            await self._assets.delete(asset.name, by=visit.account.email)
        except Refused as error:
            return await self._one(visit, asset, error=error)
        return RedirectResponse(f"{ROOT}/assets", 303)

    async def _one(self, visit: Visit, asset: Asset, *, error: AppError | None = None) -> Response:
        extension = _EXTENSIONS.get(asset.media_type, "png")
        return self._pages.page(
            "asset.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            asset=asset,
            is_picture=asset.media_type.startswith("image/"),
            address=f"/r/{asset.digest}.{extension}",
            focus=_focus(visit.request.query_params),
            crops=_CROPS,
            uses=await self._assets.uses(asset.name),
            most=PICTURE_BYTES,
            may_design=visit.account.may(Right.DESIGN),
            error=error,
        )

    async def _asked(self, visit: Visit) -> Asset:
        return await self._assets.get(visit.request.query_params.get("name", ""))

    def _brand(self) -> Brand:
        return self._brands.read(working_brand())


def _focus(query: Mapping[str, str]) -> tuple[int, int]:
    return _number(query.get("x"), _MIDDLE), _number(query.get("y"), _MIDDLE)


def _number(text: str | None, otherwise: int) -> int:
    """Return a small whole number."""
    is_small = text is not None and text.isascii() and text.isdecimal() and len(text) <= 4  # noqa: PLR2004
    return int(text) if text is not None and is_small else otherwise
