"""The pages of stores: the list and the map, one store, its hours."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec
from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Conflict, Unacceptable
from app.model.account import Right
from app.model.hours import Hours
from app.model.hours_text import hours_document, parse_hours
from app.model.ports import Now
from app.model.store import Store
from app.model.zones import known_zone, zone_of
from app.studio.finding import PAGE, Finder, Level, Named
from app.studio.openings import Sign, hours_line, monday_of, sign, week_of
from app.studio.records import RecordService
from app.web.api.problems import Faulty
from app.web.api.services import Zone
from app.web.studio.answers import json_response
from app.web.studio.door import ROOT
from app.web.studio.fields import attribute_rows, filled, query, there, wrong
from app.web.studio.pages import Pages
from app.web.studio.store_form import form_of_store, store_of_form
from app.web.studio.visits import Page, Takes, Visit

_ON_THE_MAP = 2_000
_LEVELS = 8
_LONGEST_HOURS = 20_000
_SEVEN_DAYS = timedelta(days=7)


class StorePages:
    """Shows and changes stores."""

    def __init__(
        self,
        *,
        finder: Finder,
        records: RecordService,
        names: Named,
        zone: Zone,
        now: Now,
        pages: Pages,
    ) -> None:
        self._finder = finder
        self._records = records
        self._names = names
        self._zone = zone
        self._now = now
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them, whoever keeps records changes them."""
        look, records = Right.LOOK, Right.RECORDS
        return (
            Page(method="GET", path="/stores", right=look, handle=self.stores),
            Page(method="GET", path="/store", right=look, handle=self.store),
            Page(method="POST", path="/store", right=records, handle=self.save),
            Page(method="POST", path="/store/delete", right=records, handle=self.delete),
            Page(
                method="POST",
                path="/store/hours",
                right=records,
                handle=self.hours,
                takes=Takes.DATA,
                for_scripts=True,
            ),
        )

    async def stores(self, visit: Visit) -> Response:
        """Show stores as a list, or all of them on a map."""
        asked = visit.request.query_params
        wanted, cursor = asked.get("q", "").strip()[:80], asked.get("after", "")
        is_map = asked.get("view") == "map"
        found = await self._finder.stores(wanted, cursor=cursor, limit=PAGE)
        points = await self._finder.all_stores(_ON_THE_MAP) if is_map else ()
        return self._pages.page(
            "stores.html",
            account=visit.account,
            csrf=visit.csrf,
            stores=[(store, self._sign(store)) for store in found.items],
            markers=[self._marker(store) for store in points],
            is_cut=len(points) == _ON_THE_MAP,
            is_map=is_map,
            wanted=wanted,
            more=query(q=wanted, after=found.cursor) if found.cursor else "",
            looked=found.looked,
            may_change=visit.account.may(Right.RECORDS),
        )

    async def store(self, visit: Visit) -> Response:
        """Show one store, or the form of a new one."""
        ident = visit.request.query_params.get("id", "")
        store = await self._records.store(ident) if ident else None
        return await self._page(visit, store)

    async def save(self, visit: Visit) -> Response:
        """Create or change a store."""
        form, by = visit.form, visit.account.email
        former = await self._records.store(form["former"]) if form.get("former") else None
        try:
            store = store_of_form(form, former, self._zone)
            if former is None:
                await self._records.add_store(store, by=by)
            else:
                await self._records.change_store(store, by=by)
        except (Unacceptable, Conflict) as error:
            return await self._page(visit, former, form=form, error=error)
        target = query(id=store.external_id, saved="1")
        return RedirectResponse(f"{ROOT}/store{target}", 303)

    async def delete(self, visit: Visit) -> Response:
        """Delete a store and its stock."""
        await self._records.delete_store(visit.form.get("former", ""), by=visit.account.email)
        return RedirectResponse(f"{ROOT}/stores", 303)

    async def hours(self, visit: Visit) -> Response:
        """Answer what hours mean in a week, and both ways of writing them."""
        text, tz = str(visit.data.get("hours", "")), str(visit.data.get("tz", ""))
        try:
            hours = _read(text)
        except Unacceptable as error:
            # It is still being written: no failure, an answer.
            problem = msgspec.json.encode({"problem": f"{error.message} {error.remedy}"})
            return Response(problem, media_type="application/json")
        if known_zone(tz) is None:
            tz = "UTC"
        week = _week(str(visit.data.get("week", "")), tz, self._now())
        shown = sign(hours, zone_of(tz), self._now())
        document = {
            "line": hours_line(hours),
            "days": hours_document(hours),
            "week": _shown_week(hours, tz, week),
            "monday": week.isoformat(),
            "open": shown.is_open,
            "says": shown.says,
        }
        return json_response(document)

    async def _page(
        self,
        visit: Visit,
        store: Store | None,
        *,
        form: Mapping[str, str] | None = None,
        error: AppError | None = None,
    ) -> Response:
        asked = visit.request.query_params
        week = _week(asked.get("week", ""), store.tz if store else "", self._now())
        levels = await self._levels(store)
        beside = wrong(error)
        return self._pages.page(
            "store.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            store=store,
            form=filled(form if form is not None else form_of_store(store) if store else {}),
            attributes=attribute_rows(form)
            if form
            else list(store.attributes.items())
            if store
            else [],
            sign=self._sign(store) if store else None,
            week=_shown_week(store.hours, store.tz, week) if store and store.hours else [],
            monday=week,
            earlier=week - _SEVEN_DAYS,
            later=week + _SEVEN_DAYS,
            levels=levels,
            product_names={each.level.sku: self._names.product(each.level.sku) for each in levels},
            wrong=beside,
            there=there(error, lambda ident: f"{ROOT}/store{query(id=ident)}"),
            error=error if error and not (beside and isinstance(error, Faulty)) else None,
            is_saved=asked.get("saved") == "1",
            may_change=visit.account.may(Right.RECORDS),
        )

    async def _levels(self, store: Store | None) -> Sequence[Level]:
        if store is None:
            return ()
        found = await self._finder.levels(
            sku="", store=store.external_id, most=None, cursor="", limit=_LEVELS, at=self._now()
        )
        return found.items

    def _sign(self, store: Store) -> Sign:
        return sign(store.hours, zone_of(store.tz), self._now())

    def _marker(self, store: Store) -> dict[str, object]:
        shown = self._sign(store)
        kind = {True: "good", False: "closed", None: ""}[shown.is_open]
        return {
            "lat": store.lat,
            "lon": store.lon,
            "label": f"{store.name}: {shown.says}",
            "href": f"{ROOT}/store{query(id=store.external_id)}",
            "kind": kind,
        }


def _read(text: str) -> Hours:
    if len(text) > _LONGEST_HOURS:
        raise Unacceptable(
            "The opening hours are too long.", remedy="Name fewer exceptions.", field="hours"
        )
    return parse_hours(text)


def _week(text: str, tz: str, now: datetime) -> date:
    try:
        chosen = date.fromisoformat(text) if text else now.astimezone(zone_of(tz)).date()
    except ValueError:
        chosen = now.astimezone(UTC).date()
    if not 1971 <= chosen.year <= 2199:  # noqa: PLR2004  # as instants are
        chosen = now.astimezone(UTC).date()
    return monday_of(chosen)


def _shown_week(hours: Hours, tz: str, monday: date) -> list[dict[str, object]]:
    return [
        {
            "name": f"{day.date:%a %-d %b}",
            "spans": list(day.spans),
            "bars": [[round(1000 * start, 1), round(1000 * size, 1)] for start, size in day.bars],
            "exception": day.is_exception,
            "note": day.note,
        }
        for day in week_of(hours, zone_of(tz), monday)
    ]
