"""The matrix: some people at some times in some places, equal pictures marked as the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from starlette.responses import Response

from app.delivery.foreseeing import Span
from app.errors import Refused
from app.model.account import Account, Right
from app.model.ports import BlockRecord, Now
from app.model.zones import zone_of
from app.studio.personas import PREFIX, Persona
from app.web.studio.chosen import Chosen, chosen
from app.web.studio.matrix_axes import (
    MOST_PEOPLE,
    MOST_PLACES,
    MOST_TIMES,
    Axes,
    Said,
    axes_of,
    axes_said,
    doubts_of,
)
from app.web.studio.pages import Pages
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.preview_view import stamp
from app.web.studio.preview_words import wall
from app.web.studio.visits import Page, Visit

_HOURS: Final = (9, 13, 20)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One picture of the matrix. `sign` is the same for equal pictures; empty: seen once."""

    query: str  # of the picture, and of its preview's page
    variant: str
    says: str
    sign: str
    number: int  # of cells that show it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The matrix of one place: for each person a row, for each time a cell."""

    place: str
    rows: Sequence[tuple[Persona, Sequence[Cell]]]


class MatrixPages:
    """Shows a block to several people at several times in several places."""

    def __init__(self, *, desk: PreviewDesk, pages: Pages, now: Now) -> None:
        self._desk = desk
        self._pages = pages
        self._now = now

    def pages(self) -> Sequence[Page]:
        """Return the page."""
        path = "/blocks/{name}/matrix"
        return (Page(method="GET", path=path, right=Right.LOOK, handle=self.matrix),)

    async def matrix(self, visit: Visit) -> Response:
        """Show the matrix and what it is made of."""
        record = await self._desk.record(visit.request.path_params["name"])
        asked = chosen(visit.request.query_params)
        personas = await self._desk.casting.personas(self._desk.branded(asked).brand)
        error: Refused | None = None
        sheets: Sequence[Sheet] = ()
        zone = self._desk.zone(asked)
        axes = Axes(
            people=personas[:MOST_PEOPLE], times=_usual_times(self._now(), zone), places=("",)
        )
        said = axes_said(visit.request.query_params)
        doubts = doubts_of(said, place=self._desk.places.place, zone=zone)
        try:
            if not doubts:
                axes = axes_of(said, personas, axes, zone)
                said = _typed(axes, zone)
                sheets = await self._sheets(visit.account, record, asked, axes)
        except Refused as refused:
            error = refused
        return self._pages.page(
            "matrix.html",
            account=visit.account,
            csrf=visit.csrf,
            record=record,
            chosen=asked,
            personas=personas,
            chosen_axes=said,
            doubts=doubts,
            times=[wall(at, zone, self._now()) for at in axes.times],
            sheets=sheets,
            zone=zone,
            may_design=visit.account.may(Right.DESIGN),
            error=error,
            most=(MOST_PEOPLE, MOST_TIMES, MOST_PLACES),
        )

    async def _sheets(
        self, account: Account, record: BlockRecord, asked: Chosen, axes: Axes
    ) -> Sequence[Sheet]:
        chosen_at = [
            replace(asked, who=_who(person), at=stamp(at), place=place).facts_only()
            for place in axes.places
            for person in axes.people
            for at in axes.times
        ]
        requests = [await self._desk.request(account, record, each) for each in chosen_at]
        spans = await self._desk.foreseeing.seen(requests)
        signs = _signs(spans)
        cells = iter(
            Cell(
                query=each.query(),
                variant=span.variant,
                says=span.says,
                sign=signs.get(span.digest, ("", 1))[0],
                number=signs.get(span.digest, ("", 1))[1],
            )
            for each, span in zip(chosen_at, spans, strict=True)
        )
        return [
            Sheet(place=place, rows=[(p, [next(cells) for _ in axes.times]) for p in axes.people])
            for place in axes.places
        ]


def _typed(axes: Axes, zone: str) -> Said:
    """Return what the form would say of this."""
    return Said(
        people=[each.slug for each in axes.people],
        times=[f"{at.astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}" for at in axes.times],
        places=[each for each in axes.places if each],
        own="" in axes.places,
    )


def _who(persona: Persona) -> str:
    return f"{PREFIX}{persona.slug}" if persona.profile is not None else ""


def _usual_times(now: datetime, zone: str) -> Sequence[datetime]:
    """Return morning, noon and evening of the brand's day, and the next Sunday at noon."""
    today = now.astimezone(zone_of(zone)).replace(second=0, microsecond=0)
    times = [today.replace(hour=hour, minute=0) for hour in _HOURS]
    days = (6 - today.weekday()) % 7 or 7
    sunday = datetime.combine(today.date() + timedelta(days), time(12), today.tzinfo)
    return [*times, sunday]


def _signs(spans: Sequence[Span]) -> Mapping[str, tuple[str, int]]:
    """Return a letter and the number for each picture that is seen more than once."""
    counts: dict[str, int] = {}
    for span in spans:
        counts[span.digest] = counts.get(span.digest, 0) + 1
    repeated = [digest for digest, count in counts.items() if count > 1]
    return {
        digest: (_LETTERS[at] if at < len(_LETTERS) else str(at + 1), counts[digest])
        for at, digest in enumerate(repeated)
    }
