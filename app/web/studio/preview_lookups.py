"""What the preview's page asks while somebody looks: the filmstrip, people, places."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from app.model.account import Right
from app.model.subscriber import Subscriber
from app.studio.finding import Finder
from app.web.studio.answers import json_response
from app.web.studio.chosen import chosen
from app.web.studio.pages import Pages
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.preview_film import film
from app.web.studio.visits import Page, Visit

_MOST_PEOPLE: Final = 8
_LONGEST: Final = 80


class PreviewLookups:
    """Answers the scripts of the preview's page."""

    def __init__(self, *, desk: PreviewDesk, finder: Finder, pages: Pages) -> None:
        self._desk = desk
        self._finder = finder
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return what the scripts ask."""
        asked = (
            ("film", Right.LOOK, self.film),
            ("places", Right.LOOK, self.places),
            ("people", Right.PEOPLE, self.people),
        )
        return tuple(
            Page(
                method="GET", path=f"/blocks/{{name}}/{path}", right=right, handle=handle,
                for_scripts=True,
            )
            for path, right, handle in asked
        )  # fmt: skip

    async def film(self, visit: Visit) -> Response:
        """Answer the filmstrip as HTML."""
        record = await self._desk.record(visit.request.path_params["name"])
        asked = chosen(visit.request.query_params)
        strip = await film(self._desk, visit.account, record, asked)
        return self._pages.page("preview/film.html", record=record, film=strip)

    async def places(self, visit: Visit) -> Response:
        """Answer what a text may mean as a place."""
        found = await self._desk.places.find(_wanted(visit))
        return json_response(found)

    async def people(self, visit: Visit) -> Response:
        """Answer subscribers who have a text in their id or profile."""
        wanted = _wanted(visit)
        if not wanted:
            return json_response([])
        found = await self._finder.subscribers(wanted, cursor="", limit=_MOST_PEOPLE)
        return json_response(
            [
                {"id": each.external_id, "name": _named(each), "city": each.home.city}
                for each in found.items
            ]
        )


def _wanted(visit: Visit) -> str:
    return visit.request.query_params.get("q", "").strip()[:_LONGEST]


def _named(subscriber: Subscriber) -> str:
    said = subscriber.attributes
    names = [said.get("first_name"), said.get("last_name")]
    return " ".join(str(name) for name in names if name) or str(said.get("name") or "")
