"""The pages of brands: what a sender looks like, where it is at home, what it may know."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from app.delivery.sampling import Samples
from app.errors import AppError, Refused, Unacceptable
from app.model.account import Right
from app.model.brand import Brand, FaceStyle, Tracking
from app.model.palette import palette
from app.model.ports import Asset, Assets
from app.studio.brands import BrandService
from app.web.api.brand_documents import (
    BrandDocument,
    brand_document,
    brand_from,
    check_assets,
)
from app.web.api.checks import Faults
from app.web.api.problems import Faulty
from app.web.studio.brand_forms import CONSENTS, brand_form, brand_said, rows_of
from app.web.studio.door import ROOT, parts_of, way_back
from app.web.studio.fields import wrong
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import keep_brand, working_brand

_ROLES = ("heading", "body")
_OFFERED = 500
_TYPED_AT = {"privacy.retention_days": "retention_days"}
"""Fields of the form that documents call otherwise."""
_WEIGHTS = range(100, 1000, 100)


class BrandPages:
    """Shows, changes and creates brands; keeps which one somebody works with."""

    def __init__(
        self,
        *,
        brands: BrandService,
        assets: Assets,
        samples: Samples,
        families: Sequence[str],
        is_https: bool,
        pages: Pages,
    ) -> None:
        self._brands = brands
        self._assets = assets
        self._samples = samples
        self._families = families
        self._is_https = is_https
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees brands."""
        look, design = Right.LOOK, Right.DESIGN
        return (
            Page(method="GET", path="/brand", right=look, handle=self.one),
            Page(method="POST", path="/brand", right=design, handle=self.change),
            Page(method="POST", path="/brand/new", right=design, handle=self.create),
            Page(method="POST", path="/brand/choose", right=look, handle=self.choose),
            Page(method="GET", path="/brand/sample.png", right=look, handle=self.sample),
            Page(
                method="POST",
                path="/brand/sample",
                right=design,
                handle=self.sample_of_form,
                for_scripts=True,
            ),
            Page(method="GET", path="/brand/type.png", right=look, handle=self.typeface),
        )

    async def one(self, visit: Visit) -> Response:
        """Show the brand that the address names, else the one that is worked with."""
        brand = await self._brand(visit)
        return await self._page(visit, brand, brand_form(brand_document(brand)))

    async def change(self, visit: Visit) -> Response:
        """Change a brand."""
        brand = await self._brands.get(visit.form.get("name", ""))
        try:
            changed = await self._described(brand.name, visit.form)
            await self._brands.change(changed, by=visit.account.email)
        except Refused as error:
            return await self._page(visit, brand, visit.form, error=error)
        return RedirectResponse(f"{ROOT}/brand?name={quote(brand.name, safe='')}&saved", 303)

    async def create(self, visit: Visit) -> Response:
        """Create a brand like the one that is worked with, without its colours and links."""
        like = await self._brand(visit)
        name = visit.form.get("new", "").strip()
        said = BrandDocument(locale=like.locale, tz=like.tz, currency=like.currency, title=name)
        try:
            faults = Faults()
            made = brand_from(name, said, faults)
            faults.settle()
            await self._brands.create(made, by=visit.account.email)
        except Refused as error:
            form = {**brand_form(brand_document(like)), "new": name}
            return await self._page(visit, like, form, error=error)
        answer = RedirectResponse(f"{ROOT}/brand?name={quote(made.name, safe='')}", 303)
        return keep_brand(answer, made.name, is_https=self._is_https)

    async def choose(self, visit: Visit) -> Response:
        """Keep which brand is worked with, and go back."""
        brand = await self._brands.get(visit.form.get("name", ""))
        from_path = parts_of(visit.request.headers.get("referer", "")).path
        back = f"{ROOT}/brand" if from_path == f"{ROOT}/brand/new" else way_back(from_path)
        return keep_brand(RedirectResponse(back, 303), brand.name, is_https=self._is_https)

    async def sample(self, visit: Visit) -> Response:
        """Draw a card in the brand's colours and fonts."""
        return _png(await self._samples.brand(await self._brand(visit)))

    async def sample_of_form(self, visit: Visit) -> Response:
        """Draw it as the form says, before it is saved."""
        brand = await self._brands.get(visit.form.get("name", ""))
        return _png(await self._samples.brand(await self._described(brand.name, visit.form)))

    async def typeface(self, visit: Visit) -> Response:
        """Draw a line in a family, plain and bold."""
        asked = visit.request.query_params
        brand = await self._brand(visit)
        family = asked.get("family", "")[:60]
        if family not in self._known(brand):
            raise Unacceptable(
                f"There is no family {family!r}.", remedy="Choose one of the list.",
                field="family", value=family,
            )  # fmt: skip
        weight = 700 if asked.get("weight") == "700" else 400
        return _png(await self._samples.family(brand, family, weight=weight))

    async def _brand(self, visit: Visit) -> Brand:
        name = visit.request.query_params.get("name", "")
        if name:
            return await self._brands.get(name)
        working = working_brand()
        known = {each.name: each for each in await self._brands.all()}
        return known.get(working) or await self._brands.get("")

    async def _described(self, name: str, form: Mapping[str, str]) -> Brand:
        faults = Faults()
        brand = brand_from(name, brand_said(form, faults), faults)
        await check_assets(self._assets, brand, faults)
        faults.settle()
        return brand

    async def _page(
        self,
        visit: Visit,
        brand: Brand,
        form: Mapping[str, str],
        *,
        error: AppError | None = None,
    ) -> Response:
        offered = (await self._assets.page(cursor="", limit=_OFFERED)).items
        said = {row["name"] for row in rows_of(form, "font", 0)}
        beside = {_TYPED_AT.get(field, field): says for field, says in wrong(error).items()}
        return self._pages.page(
            "brand.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            brand=brand,
            every=await self._brands.all(),
            form=form,
            colors=rows_of(form, "color", 2),
            fonts=[
                *rows_of(form, "font", 0),
                *({"name": role} for role in _ROLES if role not in said),
                {},
            ],
            faces=rows_of(form, "face"),
            needs=rows_of(form, "need"),
            completed={k: v for k, v in palette(brand.colors).items() if k not in brand.colors},
            families=self._known(brand),
            weights=_WEIGHTS,
            styles=list(FaceStyle),
            consents=CONSENTS,
            trackings=list(Tracking),
            pictures=_of_kind(offered, "image/"),
            typefaces=_of_kind(offered, "font/"),
            is_saved="saved" in visit.request.query_params and error is None,
            may_design=visit.account.may(Right.DESIGN),
            wrong=beside,
            error=None if isinstance(error, Faulty) else error,
        )

    def _known(self, brand: Brand) -> Sequence[str]:
        return (*self._families, *sorted({face.family for face in brand.faces}))


def _of_kind(assets: Sequence[Asset], kind: str) -> list[str]:
    return [each.name for each in assets if each.media_type.startswith(kind)]


def _png(body: bytes) -> Response:
    return Response(body, media_type="image/png")
