"""The pages of stock: levels by product and store, set in place, and who changed them."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, NotFound, Refused, Unacceptable
from app.model.account import Right
from app.model.ports import Now
from app.model.stock_history import StockHistory
from app.studio.finding import PAGE, Finder, Level, Named
from app.studio.records import RecordService
from app.web.api.checks import Faults
from app.web.api.problems import Faulty
from app.web.studio.answers import json_response
from app.web.studio.door import ROOT
from app.web.studio.fields import query, wrong
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Takes, Visit

_UNITS = re.compile(r"-?[0-9]{1,12}")
_LOW = 5
_CHANGES = 100


class StockPages:
    """Shows and sets stock. Levels older than `max_age` are not told to readers; None: all are."""

    def __init__(
        self,
        *,
        finder: Finder,
        records: RecordService,
        history: StockHistory,
        names: Named,
        max_age: timedelta | None,
        now: Now,
        pages: Pages,
    ) -> None:
        self._finder = finder
        self._records = records
        self._history = history
        self._names = names
        self._max_age = max_age
        self._now = now
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them, whoever keeps records sets stock."""
        look, records = Right.LOOK, Right.RECORDS
        return (
            Page(method="GET", path="/stock", right=look, handle=self.stock),
            Page(method="GET", path="/stock/history", right=look, handle=self.history),
            Page(method="POST", path="/stock", right=records, handle=self.save),
            Page(method="POST", path="/stock/forget", right=records, handle=self.forget),
            Page(
                method="POST",
                path="/stock/set",
                right=records,
                handle=self.set,
                takes=Takes.DATA,
                for_scripts=True,
            ),
        )

    async def stock(self, visit: Visit) -> Response:
        """Show levels, of one product, one store, or few units."""
        return await self._page(visit)

    async def history(self, visit: Visit) -> Response:
        """Show who changed which level, the newest first."""
        asked = visit.request.query_params
        sku, store = asked.get("sku", "")[:200], asked.get("store", "")[:200]
        page = await self._history.page(
            cursor=asked.get("before", ""), limit=_CHANGES, sku=sku, store=store
        )
        return self._pages.page(
            "stock-history.html",
            account=visit.account,
            csrf=visit.csrf,
            changes=page.items,
            sku=sku,
            store=store,
            more=query(sku=sku, store=store, before=page.cursor) if page.cursor else "",
        )

    async def save(self, visit: Visit) -> Response:
        """Set a level from a form."""
        form = visit.form
        sku, store = form.get("sku", "").strip(), form.get("store", "").strip()
        try:
            units = await self._checked(sku, store, form.get("quantity", ""))
            await self._records.set_stock(store, sku, units, by=visit.account.email)
        except Refused as error:
            return await self._page(visit, error=error)
        return RedirectResponse(f"{ROOT}/stock{query(sku=sku, store=store)}", 303)

    async def set(self, visit: Visit) -> Response:
        """Set a level from a script; answer what is kept now."""
        said = {name: str(visit.data.get(name, "")) for name in ("store", "sku", "quantity")}
        units = _units(said["quantity"])
        level = await self._records.set_stock(
            said["store"], said["sku"], units, by=visit.account.email
        )
        document = {"quantity": level.quantity, "as_of": level.as_of}
        return json_response(document)

    async def forget(self, visit: Visit) -> Response:
        """Forget a level: readers are told nothing of it any more."""
        form = visit.form
        await self._records.forget_stock(
            form.get("store", ""), form.get("sku", ""), by=visit.account.email
        )
        return RedirectResponse(f"{ROOT}/stock", 303)

    async def _checked(self, sku: str, store: str, quantity: str) -> int:
        """Return the units of a form; raises Faulty with every field that is wrong."""
        faults, units = Faults(), 0
        try:
            units = _units(quantity)
        except Unacceptable as error:
            faults.add("quantity", error.value, error.message, error.remedy)
        for field, ident, known in (
            ("sku", sku, self._records.product),
            ("store", store, self._records.store),
        ):
            try:
                await known(ident)
            except NotFound as error:
                faults.add(field, ident, error.message, "Add it first, or correct the name.")
        faults.settle()
        return units

    async def _page(self, visit: Visit, *, error: AppError | None = None) -> Response:
        asked, now = visit.request.query_params, self._now()
        sku, store = asked.get("sku", "").strip()[:200], asked.get("store", "").strip()[:200]
        low = asked.get("low", "")
        most = int(low) if _UNITS.fullmatch(low) else None
        found = await self._finder.levels(
            sku=sku, store=store, most=most, cursor=asked.get("after", ""), limit=PAGE, at=now
        )
        more = query(sku=sku, store=store, low=low, after=found.cursor) if found.cursor else ""
        return self._pages.page(
            "stock.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            rows=[self._row(each, now) for each in found.items],
            sku=sku,
            store=store,
            low="" if most is None else low,
            usual_low=_LOW,
            more=more,
            looked=found.looked,
            form=visit.form if error else {},
            wrong=wrong(error),
            error=None if isinstance(error, Faulty) else error,
            may_change=visit.account.may(Right.RECORDS),
        )

    def _row(self, each: Level, now: datetime) -> dict[str, object]:
        level = each.level
        age = now - level.as_of
        return {
            "sku": level.sku,
            "store": level.store,
            "product_name": self._names.product(level.sku),
            "store_name": self._names.store(level.store),
            "quantity": level.quantity,
            "held": each.held,
            "as_of": level.as_of,
            "age": _spoken(age),
            "is_old": self._max_age is not None and age >= self._max_age,
        }


def _units(text: str) -> int:
    plain = text.strip()
    if _UNITS.fullmatch(plain) is None:
        raise Unacceptable(
            f"“{plain[:40]}” units are no stock.",
            remedy="Write a whole number, 0 when there is none.",
            field="quantity",
            value=plain[:40],
        )
    return int(plain)


def _spoken(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"
