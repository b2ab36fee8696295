"""A source is made or changed: by form or by document, tried before it is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from app.errors import NotFound, Overloaded, Refused, Taken
from app.model.account import Right
from app.model.problem import AuthoringError, Problem, Severity
from app.model.source import SourceSpec
from app.model.source_tokens import request_tokens
from app.studio.source_forms import Choices, document_of, fields_of, lines_of
from app.studio.sources import SourceService, Tried, text_of, written
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_START: Final = {"every": "15 min", "read.as": "json", "snapshot": "on", "method": "GET"}
_EXAMPLE: Final = """\
source: reviews
url: https://feeds.example/reviews.json
read:
  as: json
  rows: $.items[*]
  key: sku
  fields:
    sku: $.sku
    rating: {path: $.rating, type: number}
every: 15 min
"""
_MOST_TOKENS: Final = 20


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What the page shows: what was typed, what is wrong with it, what trying it brought."""

    name: str  # of the source that is changed; empty for a new one
    brand: str
    form: Mapping[str, str]
    document: str
    is_document: bool
    problems: Sequence[Problem] = ()
    error: Refused | None = None
    spec: SourceSpec | None = None
    tried: Tried | None = None
    tokens: Mapping[str, str] = field(default_factory=dict)


class SourceEditing:
    """The pages on which sources are made and changed."""

    def __init__(self, *, sources: SourceService, pages: Pages) -> None:
        self._sources = sources
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; who may change records sees them."""
        change = Right.RECORDS
        return (
            Page(method="GET", path="/new-source", right=change, handle=self.new),
            Page(method="POST", path="/new-source", right=change, handle=self.sent),
            Page(method="GET", path="/sources/{name}/edit", right=change, handle=self.edit),
            Page(method="POST", path="/sources/{name}/edit", right=change, handle=self.sent),
        )

    async def new(self, visit: Visit) -> Response:
        """Show an empty form, or an example document."""
        is_document = visit.request.query_params.get("as") == "document"
        names, working = await self._sources.desk.brand_names(), working_brand()
        brand = working if working in names[1:] else ""
        desk = _Desk(
            name="",
            brand="",
            form=_START | {"brand": brand} if brand else _START,
            document=_EXAMPLE + f"brand: {json.dumps(brand)}\n" if brand else _EXAMPLE,
            is_document=is_document,
        )
        return await self._page(visit, desk)

    async def edit(self, visit: Visit) -> Response:
        """Show the form of a source, or its document."""
        spec = await self._named(visit)
        is_document = visit.request.query_params.get("as") == "document"
        desk = _Desk(
            name=spec.name,
            brand=spec.brand,
            form=fields_of(spec),
            document=text_of(spec),
            is_document=is_document,
            spec=spec,
        )
        return await self._page(visit, desk)

    async def sent(self, visit: Visit) -> Response:
        """Check what was sent; try it, or keep it. Whatever is wrong is shown with it."""
        desk = await self._typed(visit)
        form = visit.form
        # As they came: a browser sends line ends that YAML takes, and a form makes its own text.
        text = desk.document if desk.is_document else document_of(form)
        try:
            desk.spec, desk.problems = await self._sources.desk.read(
                text, name=desk.name, brand=desk.brand
            )
            if form.get("do") != "try":
                return RedirectResponse(await self._kept(desk, text, by=visit.account.email), 303)
            desk.tokens = {
                name: form.get(f"token.{name}", "")[:200]
                for name in request_tokens(desk.spec)[:_MOST_TOKENS]
            }
            desk.tried = await self._sources.ask_once(desk.spec, desk.tokens, by=visit.account)
        except AuthoringError as error:
            desk.problems = error.problems
            return await self._page(visit, desk, status=error.status)
        except Refused as error:
            desk.error = error
            return await self._page(visit, desk, status=error.status)
        except Overloaded as error:
            desk.tried = Tried(error=error.message, remedy=error.remedy)
        return await self._page(visit, desk)

    async def _kept(self, desk: _Desk, text: str, *, by: str) -> str:
        """Keep a new source or a changed one; return the address of its page."""
        if not desk.name:
            return _address(await self._sources.add(text, by=by))
        return _address(await self._sources.put(text, name=desk.name, brand=desk.brand, by=by))

    async def _typed(self, visit: Visit) -> _Desk:
        name, brand = "", ""
        if "name" in visit.request.path_params:
            held = await self._named(visit)
            name, brand = held.name, held.brand
        is_document = visit.form.get("as") == "document"
        return _Desk(
            name=name,
            brand=brand,
            form=visit.form,
            document=visit.form.get("document", ""),
            is_document=is_document,
        )

    async def _page(self, visit: Visit, desk: _Desk, *, status: int = 200) -> Response:
        names = [each.name for each in desk.spec.shape.fields] if desk.spec else []
        tokens = request_tokens(desk.spec)[:_MOST_TOKENS] if desk.spec else ()
        tried = desk.tried
        return self._pages.page(
            "source-edit.html",
            status=status,
            account=visit.account,
            csrf=visit.csrf,
            name=desk.name,
            query=f"?brand={quote(desk.brand)}" if desk.brand else "",
            form=desk.form,
            document=desk.document,
            is_document=desk.is_document,
            lines=lines_of(desk.form),
            choices=Choices(),
            brands=await self._sources.desk.brand_names(),
            secrets=[name for name, _ in await self._sources.desk.secret_names()],
            problems=desk.problems,
            is_fine=all(each.severity is Severity.WARNING for each in desk.problems),
            wrong=_by_field(desk.problems),
            error=desk.error,
            there=_address(desk.spec) if desk.spec and isinstance(desk.error, Taken) else "",
            tokens=[(name, desk.tokens.get(name, "")) for name in tokens],
            tried=tried,
            names=names,
            rows=[[written(row.get(name)) for name in names] for row in tried.rows]
            if tried
            else [],
        )

    async def _named(self, visit: Visit) -> SourceSpec:
        brand = visit.request.query_params.get("brand", "")[:200]
        name = visit.request.path_params["name"]
        if len(name) > 100:  # noqa: PLR2004  # longer than any name
            raise NotFound("There is no such source.", remedy="Look in the list.", field="name")
        return await self._sources.desk.get(name, brand)


def _address(spec: SourceSpec) -> str:
    return f"{ROOT}/sources/{spec.name}?brand={quote(spec.brand)}"


def _by_field(problems: Sequence[Problem]) -> dict[str, str]:
    """Return what is wrong with each input, by its name; warnings stand above the form alone."""
    found: dict[str, str] = {}
    for problem in problems:
        if problem.severity is Severity.WARNING:
            continue
        path = [str(key) for key in problem.path]
        is_read = path[:1] == ["read"] and len(path) > 1 and path[1] != "fields"
        name = ".".join(path[:2]) if is_read else (path[0] if path else "")
        found.setdefault(name, f"{problem.message} {problem.remedy}")
    return found
