"""What a matrix is made of: people, times and places as chosen, and which choice is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.datastructures import QueryParams

from app.errors import Unacceptable
from app.model.zones import zone_of
from app.studio.personas import Persona
from app.studio.place_search import is_address
from app.web.studio.chosen import instant

MOST_PEOPLE: Final = 4
MOST_TIMES: Final = 4
MOST_PLACES: Final = 3
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What the matrix is made of."""

    people: Sequence[Persona]
    times: Sequence[datetime]
    places: Sequence[str]  # as the preview's `from`; empty: their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The fields of the form as they were sent, each in its place; empty: nothing was said."""

    people: Sequence[str] = ()
    times: Sequence[str] = ()
    places: Sequence[str] = ()
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A choice that is none: what the form calls its field, and what to do."""

    label: str
    says: str


def axes_said(query: QueryParams) -> Said:
    """Return what the form says; more times and places than it has fields for are left out."""

    def said(name: str) -> list[str]:
        return [each.strip()[:_LONGEST] for each in query.getlist(name)]

    places = said("f")[:MOST_PLACES]
    return Said(
        people=[each for each in said("p") if each],
        times=said("t")[:MOST_TIMES],
        places=places,
        own="own" in query or not any(places),
    )


def doubts_of(said: Said, *, place: Callable[[str], object], zone: str) -> Mapping[str, Doubt]:
    """Return what is wrong by field: `p`, `t0`, `f2`. `place` raises Unacceptable for none."""
    found: dict[str, Doubt] = {}
    if len(said.people) > MOST_PEOPLE:
        says = f"{len(said.people)} were chosen. Choose up to {MOST_PEOPLE}."
        found["p"] = Doubt(label="People", says=says)
    for at, text in enumerate(said.times):
        if says := _fault(lambda typed: _instant(typed, zone), text):
            found[f"t{at}"] = Doubt(label=f"Time {at + 1}", says=says)
    for at, text in enumerate(said.places):
        if not is_address(text) and (says := _fault(place, text)):
            found[f"f{at}"] = Doubt(label=f"Place {at + 1}", says=says)
    return found


def axes_of(said: Said, personas: Sequence[Persona], usual: Axes, zone: str) -> Axes:
    """Return what was chosen without doubt, and the usual where nothing was.

    Times without an offset are those of the zone.
    """
    people = [each for each in personas if each.slug in said.people]
    times = [_instant(text, zone) for text in said.times if text]
    places = list(dict.fromkeys(text for text in said.places if text))
    return Axes(
        people=people or usual.people,
        times=times or usual.times,
        places=["", *places][:MOST_PLACES] if said.own else places,
    )


def _instant(text: str, zone: str) -> datetime:
    return instant(text, zone=zone_of(zone))


def _fault(read: Callable[[str], object], text: str) -> str:
    """Return why a text cannot be read; empty: it can, or there is none."""
    try:
        if text:
            read(text)
    except Unacceptable as error:
        return f"{error.message} {error.remedy}"
    return ""
