"""The pages of products: the list, one product, its picture."""

from collections.abc import Mapping, Sequence

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Conflict, Unacceptable
from app.model.account import Right
from app.model.ports import Now
from app.model.product import Product
from app.studio.finding import PAGE, Finder, Named
from app.studio.records import RecordService
from app.studio.thumbnails import Thumbnails
from app.web.api.problems import Faulty
from app.web.studio.door import ROOT
from app.web.studio.fields import filled, query, there, wrong
from app.web.studio.pages import Pages
from app.web.studio.product_form import amount_of, form_of_product, product_of_form
from app.web.studio.visits import Page, Visit

_OF_GROUP = 12
_LEVELS = 12


class ProductPages:
    """Shows and changes products."""

    def __init__(
        self,
        *,
        finder: Finder,
        records: RecordService,
        thumbnails: Thumbnails,
        names: Named,
        now: Now,
        pages: Pages,
    ) -> None:
        self._finder = finder
        self._records = records
        self._thumbnails = thumbnails
        self._names = names
        self._now = now
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them, whoever keeps records changes them."""
        look, records = Right.LOOK, Right.RECORDS
        return (
            Page(method="GET", path="/products", right=look, handle=self.products),
            Page(method="GET", path="/product", right=look, handle=self.product),
            Page(method="GET", path="/product.png", right=look, handle=self.picture),
            Page(method="POST", path="/product", right=records, handle=self.save),
            Page(method="POST", path="/product/delete", right=records, handle=self.delete),
        )

    async def products(self, visit: Visit) -> Response:
        """Show the products that hold what is looked for."""
        asked = visit.request.query_params
        wanted, cursor = asked.get("q", "").strip()[:80], asked.get("after", "")
        found = await self._finder.products(wanted, cursor=cursor, limit=PAGE)
        return self._pages.page(
            "products.html",
            account=visit.account,
            csrf=visit.csrf,
            products=found.items,
            amount_of=amount_of,
            wanted=wanted,
            more=query(q=wanted, after=found.cursor) if found.cursor else "",
            looked=found.looked,
            may_change=visit.account.may(Right.RECORDS),
        )

    async def product(self, visit: Visit) -> Response:
        """Show one product, or the form of a new one."""
        sku = visit.request.query_params.get("sku", "")
        product = await self._records.product(sku) if sku else None
        return await self._page(visit, product)

    async def picture(self, visit: Visit) -> Response:
        """Show a product's picture, small."""
        name = visit.request.query_params.get("image", "")[:200]
        found = await self._thumbnails.of(name)
        if found is None:
            return Response(status_code=404)
        return Response(found.body, media_type=found.media_type)

    async def save(self, visit: Visit) -> Response:
        """Create or change a product."""
        form, by = visit.form, visit.account.email
        former = await self._records.product(form["former"]) if form.get("former") else None
        try:
            product = product_of_form(form, former)
            if former is None:
                await self._records.add_product(product, by=by)
            else:
                await self._records.change_product(product, by=by)
        except (Unacceptable, Conflict) as error:
            return await self._page(visit, former, form=form, error=error)
        return RedirectResponse(f"{ROOT}/product{query(sku=product.sku, saved='1')}", 303)

    async def delete(self, visit: Visit) -> Response:
        """Delete a product and its stock."""
        await self._records.delete_product(visit.form.get("former", ""), by=visit.account.email)
        return RedirectResponse(f"{ROOT}/products", 303)

    async def _page(
        self,
        visit: Visit,
        product: Product | None,
        *,
        form: Mapping[str, str] | None = None,
        error: AppError | None = None,
    ) -> Response:
        levels, group = None, None
        if product is not None:
            levels = await self._finder.levels(
                sku=product.sku, store="", most=None, cursor="", limit=_LEVELS, at=self._now()
            )
            group = await self._finder.group(product.group, _OF_GROUP)
        beside = wrong(error)
        return self._pages.page(
            "product.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            product=product,
            form=filled(form if form is not None else form_of_product(product) if product else {}),
            levels=levels,
            store_names={
                each.level.store: self._names.store(each.level.store)
                for each in (levels.items if levels else ())
            },
            others=[each for each in group or () if product and each.sku != product.sku],
            wrong=beside,
            there=there(error, lambda sku: f"{ROOT}/product{query(sku=sku)}"),
            error=error if error and not (beside and isinstance(error, Faulty)) else None,
            is_saved=visit.request.query_params.get("saved") == "1",
            may_change=visit.account.may(Right.RECORDS),
        )
