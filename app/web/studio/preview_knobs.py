"""What may be supposed in a preview of a block: a knob for each fact that it reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.delivery.explaining import written
from app.model.facts import Fact, Reading
from app.model.vocabulary import FACTS
from app.model.weather import Condition
from app.web.studio.preview_words import means

_KINDS: Final = {fact.name: fact.kind for fact in FACTS}
_FOLLOWS: Final = frozenset({"weather.sky", "weather.icon", "weather.known", "weather.age"})
"""What a supposed condition brings along, or what nobody would suppose."""
_WEATHER: Final = ("weather.condition", "weather.temperature")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "weather.condition": tuple(Condition),
    "weather.tomorrow_condition": tuple(Condition),
}
_SPANS: Final[Mapping[str, tuple[int, int]]] = {
    "stock": (0, 50),
    "weather": (-20, 40),
    "weather.rain_chance": (0, 100),
    "weather.tomorrow_rain_chance": (0, 100),
    "weather.wind": (0, 120),
}
_SOURCE_PARTS: Final = 3
_GROUPS: Final = ("stock", "weather", "source", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One fact that may be supposed. `kind`: number, choice, flag or text; `value` as typed."""

    name: str
    means: str
    kind: str
    value: str
    now: str  # what it is by itself, where that was read
    least: int = 0
    most: int = 0
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnobGroup:
    """Knobs that belong together."""

    title: str
    knobs: Sequence[Knob]


def knob_groups(
    reads: Iterable[str], readings: Sequence[Reading], supposed: Mapping[str, str]
) -> tuple[KnobGroup, ...]:
    """Return the knobs of a block that reads some facts, by group."""
    names = set(reads) | {reading.name for reading in readings}
    if any(name.startswith("weather.") for name in names):
        names |= set(_WEATHER)
    titles = dict(zip(_GROUPS, ("Stock", "Weather", "Sources", "Their profile"), strict=True))
    known = {reading.name: reading for reading in readings}
    groups = []
    for group, title in titles.items():
        knobs = [
            _knob(name, known.get(name), supposed.get(name, ""))
            for name in sorted(names)
            if name.partition(".")[0] == group and _may(name)
        ]
        if knobs:
            groups.append(KnobGroup(title=title, knobs=knobs))
    return tuple(groups)


def _may(name: str) -> bool:
    if name in _FOLLOWS or "(" in name or _KINDS.get(name) == "list":
        return False
    parts = name.split(".")
    if parts[0] == "source":
        return len(parts) == _SOURCE_PARTS and parts[2] not in ("known", "age", "items")
    if parts[0] == "person":
        return name not in ("person.known", "person.language")
    return name in _KINDS


def _knob(name: str, reading: Reading | None, value: str) -> Knob:
    now = ""
    if reading is not None and not value:
        now = written(reading) if isinstance(reading.known, Fact) else "not known"
    kind = {"number": "number", "minutes": "number", "flag": "flag"}.get(_KINDS.get(name, ""), "")
    if name in _CHOICES:
        kind = "choice"
    least, most = _SPANS.get(name) or _SPANS.get(name.partition(".")[0]) or (0, 0)
    if kind == "number" and reading is not None and isinstance(reading.known, Fact):
        at = reading.known.value
        if isinstance(at, int | float) and at > most:
            most = int(2 * at)
    return Knob(
        name=name,
        means=means(name),
        kind=kind or "text",
        value=value,
        now=now,
        least=least,
        most=most,
        options=_CHOICES.get(name, ()),
    )
