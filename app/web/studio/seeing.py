"""For whom the designer draws: who opens, when, where, with what, as a script says it."""

import re
from collections.abc import Mapping
from typing import Final

from app.delivery.previewing import PreviewRequest, place_of
from app.delivery.supposing import supposed
from app.errors import Forbidden, Unacceptable
from app.model.account import Account, Right
from app.model.facts import Known
from app.model.keys import ANONYMOUS
from app.model.place import Place
from app.model.reader import ReaderKind
from app.studio.personas import PREFIX
from app.web.studio.chosen import instant_or_none

_LONGEST: Final = 120  # characters of a choice
_PLACE: Final = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]*)?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]*)?)\s*")


def seen_by(account: Account, said: object, *, brand: str) -> PreviewRequest:
    """Return what is chosen; raises Forbidden for a subscriber whom the account may not see."""
    chosen = said if isinstance(said, dict) else {}
    whom = whole_text(chosen, "as")[:_LONGEST] or ANONYMOUS
    if whom != ANONYMOUS and not whom.startswith(PREFIX):
        refuse_strangers(account)
    return PreviewRequest(
        subscriber=whom,
        brand=brand,
        at=instant_or_none(whole_text(chosen, "at")[:_LONGEST]),
        place=_place(whole_text(chosen, "from")[:_LONGEST]),
        reader=_reader(whole_text(chosen, "reader")),
        supposed=_supposed(chosen.get("facts")),
    )


def refuse_strangers(account: Account, *, field: str = "as") -> None:
    """Raise Forbidden for whoever may not see what subscribers see; it names the field."""
    if not account.may(Right.PEOPLE):
        raise Forbidden(
            f"Your role, {account.role.value}, may not see what subscribers see.",
            remedy="Choose personas, or ask an admin.",
            field=field,
        )


def whole_text(said: Mapping[str, object], name: str) -> str:
    """Return a field that is a text, empty when it is missing; raises Unacceptable."""
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unacceptable(f"`{name}` is no text.", remedy="Load the page again.", field=name)
    return value.encode("utf-8", "replace").decode()  # half a character can be sent, never kept


def _place(text: str) -> Place | None:
    """Return a place from `latitude,longitude` in degrees."""
    if not text:
        return None
    match = _PLACE.fullmatch(text)
    if match is None:
        raise Unacceptable(
            f"{text!r} is no place.", remedy="Write it as 40.74, -73.99.", field="from", value=text
        )
    return place_of(float(match[1]), float(match[2]))


def _reader(text: str) -> ReaderKind:
    return ReaderKind(text) if text in set(ReaderKind) else ReaderKind.PERSON


def _supposed(said: object) -> Mapping[str, Known]:
    if not isinstance(said, dict):
        return {}
    facts, doubts = supposed(said)
    if doubts:
        first = doubts[0]
        raise Unacceptable(
            first.says, remedy=first.remedy, field=f"facts.{first.name}", value=first.value
        )
    return facts
