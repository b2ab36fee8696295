"""Sources: a list with how each does, a page of each, and what can be done with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from app.errors import Refused
from app.model.account import Right
from app.model.ports import Now
from app.model.source import SourceSpec, SourceStatus
from app.studio.live.healthy import age_of, state_of
from app.studio.live.warning import in_words
from app.studio.source_forms import spans_of
from app.studio.sources import SourceService, hidden, written
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_PLACE: Final = f"{ROOT}/sources"


class SourcePages:
    """Shows sources to whoever may look; who may change records fetches, pauses and deletes."""

    def __init__(self, *, sources: SourceService, pages: Pages, now: Now) -> None:
        self._sources = sources
        self._pages = pages
        self._now = now

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        look, change = Right.LOOK, Right.RECORDS
        one = "/sources/{name}"
        return (
            Page(method="GET", path="/sources", right=look, handle=self.list),
            Page(method="GET", path=one, right=look, handle=self.source),
            Page(method="POST", path=f"{one}/fetch", right=change, handle=self.fetch),
            Page(method="POST", path=f"{one}/pause", right=change, handle=self.pause),
            Page(method="POST", path=f"{one}/delete", right=change, handle=self.delete),
            Page(method="POST", path="/source-secrets", right=change, handle=self.keep_secret),
        )

    async def list(self, visit: Visit) -> Response:
        """Show the working brand's sources, how each does, and who reads it."""
        return await self._list(visit)

    async def source(self, visit: Visit) -> Response:
        """Show one source: settings, fields, rows, and how it does."""
        return await self._one(visit, await self._named(visit))

    async def fetch(self, visit: Visit) -> Response:
        """Fetch now, and show how it went."""
        spec = await self._named(visit)
        try:
            await self._sources.fetch(spec, by=visit.account.email)
        except Refused as error:
            return await self._one(visit, spec, error=error)
        return _to(spec)

    async def pause(self, visit: Visit) -> Response:
        """Pause a source, or go on."""
        spec = await self._named(visit)
        paused = visit.form.get("do") == "pause"
        await self._sources.pause(spec, by=visit.account.email, paused=paused)
        return _to(spec)

    async def delete(self, visit: Visit) -> Response:
        """Delete a source."""
        await self._sources.delete(await self._named(visit), by=visit.account.email)
        return RedirectResponse(_PLACE, 303)

    async def keep_secret(self, visit: Visit) -> Response:
        """Set a secret by name."""
        name, value = visit.form.get("name", "").strip(), visit.form.get("value", "")
        try:
            await self._sources.keep_secret(name, value, by=visit.account.email)
        except Refused as error:
            return await self._list(visit, error=error, secret=name[:100])
        return RedirectResponse(f"{_PLACE}#secrets", 303)

    async def _list(
        self, visit: Visit, *, error: Refused | None = None, secret: str = ""
    ) -> Response:
        desk, now = self._sources.desk, self._now()
        readers = await self._sources.readers()
        shown = [
            self._state(spec, status)
            | {
                "reads": list(readers.get(spec.name, ())),
                "next": _next_in(status, now),
            }
            for spec in await self._sources.of(working_brand())
            for status in [await desk.status(spec)]
        ]
        may_change = visit.account.may(Right.RECORDS)
        return self._pages.page(
            "sources.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            sources=shown,
            may_change=may_change,
            secrets=await desk.secret_names() if may_change else (),
            secret=secret,
            error=error,
        )

    async def _one(
        self, visit: Visit, spec: SourceSpec, *, error: Refused | None = None
    ) -> Response:
        now, status = self._now(), await self._sources.desk.status(spec)
        rows = await self._sources.sample(spec)
        readers = await self._sources.readers()
        names = [field.name for field in spec.shape.fields]
        return self._pages.page(
            "source.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            spec=spec,
            address=hidden(spec.url),
            at=self._state(spec, status),
            status_of=status,
            next_in=_next_in(status, now),
            spans=spans_of(spec),
            names=names,
            rows=[[written(row.get(name)) for name in names] for row in rows],
            readers=readers.get(spec.name, ()),
            may_change=visit.account.may(Right.RECORDS),
            query=f"?brand={quote(spec.brand)}",
            error=error,
        )

    def _state(self, spec: SourceSpec, status: SourceStatus) -> dict[str, Any]:
        colour, says = state_of(status)
        return {
            "name": spec.name,
            "brand": spec.brand,
            "href": f"{_PLACE}/{spec.name}?brand={quote(spec.brand)}",
            "colour": colour,
            "says": says,
            "age": age_of(status, self._now()),
            "every": spans_of(spec)["every"],
            "feeds": spec.feeds.value,
            "rows": status.rows,
            "error": status.last_error,
        }

    async def _named(self, visit: Visit) -> SourceSpec:
        brand = visit.request.query_params.get("brand", "")[:200]
        return await self._sources.desk.get(visit.request.path_params["name"], brand)


def _next_in(status: SourceStatus, now: datetime) -> str:
    """Return in how long it is asked again, in words; empty when that is not known, or due."""
    at = status.next_run
    return in_words(at - now) if at is not None and at > now else ""


def _to(spec: SourceSpec) -> Response:
    return RedirectResponse(f"{_PLACE}/{spec.name}?brand={quote(spec.brand)}", 303)
