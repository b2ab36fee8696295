"""What a preview supposes: facts by name, checked against the vocabulary.

Of stock, weather and sources only: what is true of a person or a place is chosen by choosing one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from app.model.facts import Fact, Known, Missing, Why
from app.model.icons import ICONS
from app.model.vocabulary import FACTS
from app.model.weather import Condition

MOST: Final = 100
_SOURCE: Final = "preview"
_GROUPS: Final = ("source", "stock", "weather")
_KINDS: Final = {fact.name: fact.kind for fact in FACTS if fact.name.startswith(_GROUPS)}
_CONDITIONS: Final = frozenset({"weather.condition", "weather.sky", "weather.tomorrow_condition"})
_PARTS: Final = 3  # of source.NAME.FIELD
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What cannot be supposed: the fact, its value, why, and what to do instead."""

    name: str
    value: str
    says: str
    remedy: str


def supposed(said: Mapping[str, object]) -> tuple[dict[str, Known], tuple[Doubt, ...]]:
    """Return the facts that are supposed, and what is wrong with others; None: it is not known."""
    facts: dict[str, Known] = {}
    doubts: list[Doubt] = []
    if len(said) > MOST:
        says, remedy = f"{len(said)} facts are supposed.", f"Suppose up to {MOST}."
        return facts, (Doubt(name="", value="", says=says, remedy=remedy),)
    for name, value in said.items():
        problem = _wrong(name, value)
        if problem:
            shown = "" if value is None else str(value)[:100]
            doubts.append(Doubt(name=name[:100], value=shown, says=problem[0], remedy=problem[1]))
        elif value is None:
            facts[name] = Missing(Why.ABSENT, _SOURCE)
        else:
            assert isinstance(value, str | int | float | bool)
            facts[name] = Fact(value, _SOURCE)
    return facts, tuple(doubts)


def written(pairs: Mapping[str, str]) -> dict[str, object]:
    """Return values as they are meant that were written as text; `unknown` is none."""
    return {name: _meant(name, text) for name, text in pairs.items()}


def _wrong(  # noqa: PLR0911  # one arm per rule
    name: str, value: object
) -> tuple[str, str] | None:
    """Return why a fact cannot be supposed, and what to do instead."""
    kind = _kind(name)
    if kind is None:
        there = ", ".join(_KINDS)
        return f"{name[:100]!r} is no fact that can be supposed.", (
            f"There are source.NAME.FIELD, {there}."
        )
    if kind == "list":
        return f"{name} is a list.", "Suppose single facts; lists come from where they always do."
    if value is None:
        return None
    if not _fits(kind, value):
        return f"{value!r:.100} is not a {kind}.", f"{name} is a {kind}; null makes it unknown."
    if name in _CONDITIONS and value not in list(Condition):
        return f"{name} is never {value!r:.100}.", f"It is one of {', '.join(Condition)}."
    if name in ("weather.icon", "weather.tomorrow_icon") and value not in ICONS:
        return f"There is no icon {value!r:.100}.", "docs/icons.md shows them all."
    return None


def _kind(name: str) -> str | None:
    """Return a fact's kind, `any` for a field of a source; None for what cannot be supposed."""
    if name in _KINDS:
        return _KINDS[name]
    parts = name.split(".")
    if parts[0] != "source" or len(parts) != _PARTS or not all(parts):
        return None
    return {"known": "flag", "age": "number", "items": "list"}.get(parts[2], "any")


def _fits(kind: str, value: object) -> bool:
    if isinstance(value, float) and not isfinite(value):
        return False
    if isinstance(value, str) and len(value) > _LONGEST:
        return False
    match kind:
        case "flag":
            return isinstance(value, bool)
        case "number" | "minutes":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "any":
            return isinstance(value, str | int | float | bool)
        case _:
            return isinstance(value, str)


def _meant(name: str, text: str) -> object:
    if text == "unknown":
        return None
    if _kind(name) == "text":
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float | bool) else text
