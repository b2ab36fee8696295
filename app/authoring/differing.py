"""What changed from one block document to another: fields in words, and lines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from app.authoring.findings import Findings
from app.authoring.reading import Tree, read_document

_LONGEST: Final = 400  # characters of a value
_LABEL: Final = 32  # of what tells an element from others
_AROUND: Final = 3  # lines around a change
_TOLD: Final = {
    "block": "Name", "size": "Size", "alt": "Alt text", "params": "Parameter",
    "layouts": "Layout", "fallback": "Fallback", "density": "Density", "format": "Format",
    "background": "Background", "store": "Which store", "zone": "Clock", "prefetch": "Prefetching",
    "event": "Calendar event",
}  # fmt: skip
_LABELLED_BY: Final = ("content", "asset", "name", "label")
_NAMED_WITHIN: Final = frozenset({"params", "layouts"})


class Kind(StrEnum):
    """What happened to a field."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that is not what it was. `where` leads to it in words, outermost first."""

    where: tuple[str, ...]
    kind: Kind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of either document; without a number where the other has it alone. `sign`: + or -."""

    sign: str
    old: int | None
    new: int | None
    text: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changed between two documents; nothing when one of them cannot be read."""
    old, new = _read(before), _read(after)
    return () if old is None or new is None else tuple(_fields((), old, new))


def lines(before: str, after: str) -> tuple[tuple[Line, ...], ...]:
    """Return the lines that changed, in groups with some around them."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(tuple(_lines(old, new, group)) for group in matcher.get_grouped_opcodes(_AROUND))


def _read(document: str) -> dict[str, Tree] | None:
    findings = Findings()
    tree = read_document(document, findings)
    return None if findings.errors() else tree


def _lines(
    old: Sequence[str], new: Sequence[str], group: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Line]:
    for tag, start, end, begin, stop in group:
        if tag == "equal":
            for offset, text in enumerate(old[start:end]):
                yield Line(sign="", old=start + offset + 1, new=begin + offset + 1, text=text)
            continue
        for number in range(start, end):
            yield Line(sign="-", old=number + 1, new=None, text=old[number])
        for number in range(begin, stop):
            yield Line(sign="+", old=None, new=number + 1, text=new[number])


def _fields(
    where: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        if not where and key == "variants":
            yield from _variants(_listed(old.get(key)), _listed(new.get(key)))
            continue
        here = (*where, _TOLD.get(key, key) if not where else key)
        if key not in old:
            yield from _whole(here, key, Kind.ADDED, new[key])
        elif key not in new:
            yield from _whole(here, key, Kind.REMOVED, old[key])
        else:
            yield from _values(here, key, old[key], new[key])


def _whole(where: tuple[str, ...], key: str, kind: Kind, value: Any) -> Iterator[Change]:
    """Yield what came or went; of parameters and layouts each by itself."""
    if len(where) == 1 and key in _NAMED_WITHIN and isinstance(value, dict):
        for name, inner in value.items():
            yield from _whole((f"{where[0]} “{name}”",), "", kind, inner)
        return
    said = _said(value)
    after = kind is Kind.ADDED
    yield Change(where=where, kind=kind, before="" if after else said, after=said if after else "")


def _values(where: tuple[str, ...], key: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        if len(where) == 1 and key in _NAMED_WITHIN:
            yield from _named(where[0], old, new)
        else:
            yield from _fields(where, old, new)
    elif _holds_elements(old) and _holds_elements(new):
        yield from _elements(where, old, new)
    else:
        yield Change(where=where, kind=Kind.CHANGED, before=_said(old), after=_said(new))


def _named(title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in [*new, *(name for name in old if name not in new)]:
        here = (f"{title} “{name}”",)
        if name not in old:
            yield from _whole(here, "", Kind.ADDED, new[name])
        elif name not in new:
            yield from _whole(here, "", Kind.REMOVED, old[name])
        else:
            yield from _values(here, "", old[name], new[name])


def _variants(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    was = {_name(each, number): each for number, each in enumerate(old)}
    now = {_name(each, number): each for number, each in enumerate(new)}
    for name, variant in now.items():
        here = (f"Variant “{name}”",)
        if name not in was:
            yield from _whole(here, "", Kind.ADDED, variant)
        else:
            yield from _values(here, "", was[name], variant)
    for name, variant in was.items():
        if name not in now:
            yield from _whole((f"Variant “{name}”",), "", Kind.REMOVED, variant)
    stayed, stay = [n for n in was if n in now], [n for n in now if n in was]
    if stayed != stay:
        yield Change(
            where=("Order of the variants",), kind=Kind.CHANGED, before=", ".join(stayed),
            after=", ".join(stay),
        )  # fmt: skip


def _elements(where: tuple[str, ...], old: list[Any], new: list[Any]) -> Iterator[Change]:
    """Yield what changed in a list of elements: each is followed, though others come and go."""
    matcher = SequenceMatcher(None, [*map(_spelled, old)], [*map(_spelled, new)], autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[start:end], new[begin:stop]
        for number, element in enumerate(come):
            former = next((each for each in gone if _kind(each) == _kind(element)), None)
            here = (*where, _element(element, begin + number))
            if former is None:
                yield Change(where=here, kind=Kind.ADDED, after=_said(element))
                continue
            gone.remove(former)
            kind = _kind(element)
            yield from _values(here, kind, former.get(kind), element.get(kind))
        for element in gone:
            number = old.index(element)
            yield Change(
                where=(*where, _element(element, number)), kind=Kind.REMOVED, before=_said(element)
            )


def _holds_elements(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _element(element: Mapping[str, Any], number: int) -> str:
    """Return what an element is called: by its words, else by its place."""
    kind = _kind(element)
    spec = element.get(kind)
    fields: Mapping[str, Any] = spec if isinstance(spec, dict) else {}
    for field in _LABELLED_BY:
        said = fields.get(field)
        if isinstance(said, str) and said.strip():
            return f"{kind} “{said[:_LABEL]}{'…' if len(said) > _LABEL else ''}”"
    return f"{kind} {number + 1}"


def _kind(element: Mapping[str, Any]) -> str:
    return next(iter(element), "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(variant: Any, number: int) -> str:
    name = variant.get("name") if isinstance(variant, dict) else None
    return str(name) if name else f"number {number + 1}"


def _spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _said(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
