"""Which data a block needs beyond what is always there, from what it reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.model.plan import Plan

_GROUPS: Final = {
    "store": ("Stores", "with their places and opening hours"),
    "stores": ("Stores", "with their places and opening hours"),
    "stock": ("Stock", "how many of a product there are, and where"),
    "product": ("Products", "with names, prices and pictures"),
    "weather": ("Weather", "at the reader's place"),
    "place": ("Places", "where readers are: told, or from their addresses"),
}
_ALWAYS: Final = frozenset({"known", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One kind of data, in words; `names` are the single ones of it."""

    what: str
    says: str
    names: tuple[str, ...] = ()


def needs(plan: Plan) -> tuple[Need, ...]:
    """Return what a block needs, what readers bring along first."""
    reads = sorted(plan.reads)
    people = [name for name in _within("person", reads) if name not in _ALWAYS]
    found = [Need(what=what, says=says) for what, says in _groups(reads)]
    if people:
        found.insert(0, Need(what="Subscribers", says="with these attributes", names=tuple(people)))
    sources = dict.fromkeys(each.partition(".")[0] for each in _within("source", reads))
    found += [Need(what="A source", says="of this name", names=(name,)) for name in sources]
    params = [param.name for param in plan.params]
    if params:
        found.append(Need(what="Parameters", says="set by the message", names=tuple(params)))
    return tuple(found)


def _groups(reads: list[str]) -> Iterator[tuple[str, str]]:
    told = [_GROUPS[space] for name in reads if (space := name.partition(".")[0]) in _GROUPS]
    return iter(dict.fromkeys(told))


def _within(space: str, reads: list[str]) -> list[str]:
    return [name[len(space) + 1 :] for name in reads if name.startswith(f"{space}.")]
