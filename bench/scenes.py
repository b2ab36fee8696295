"""Random scenes of every kind of node, in families: alike up to somewhere, as a block's are.

The same seed gives the same scenes. Numbers keep within the limits that their fields declare.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, replace
from enum import StrEnum
from random import Random
from typing import Any, get_args, get_origin

from app.model.codes import Symbology
from app.model.scene import Node, Scene

KINDS = get_args(Node)
ASSETS = ("photo", "logo", "broken", "none")
WORDS = (
    "Zoë,", "office", "AVATAR", "1,240", "of", "€12.50", "Łódź", "open", "until", "20:00", "Jürgen",
    "Анна", "Ελένη", "مرحبًا", "שלום", "नमस्ते", "ไทย", "渡辺さん", "👩🏽‍🚀", "❤️", "…", "it’s",
    "—", "Ti\nfi",
)  # fmt: skip
_COLORED = ("color", "ink", "ground", "accent", "track", "tint", "water", "muted", "paper", "base")
_COLORS = (
    "#16202aff",
    "#faf6efff",
    "#c8553dff",
    "#ffffff80",
    "#2f5d5040",
    "#f2a65aff",
    "#00000000",
)
_SMALL = {"weight": (100, 900), "size": (6, 40), "min_size": (6, 24), "lines": (1, 3)}
_SMALL |= {"radius": (0, 40), "border": (0, 12), "width": (1, 30), "value": (0, 100)}
_SMALL |= {"thick": (2, 30), "gap": (0, 20), "segments": (1, 9), "quiet": (0, 6), "film_s": (0, 0)}
_SMALL |= {"bearing": (-400, 400), "distance_m": (0, 90_000), "extent_km": (0, 900)}
_PLAIN = {"units", "numerals", "styles", "inks", "tiles", "marks", "zoom"}
_MADE: dict[str, Callable[[Random], object]] = {
    "asset": lambda random: random.choice(ASSETS),
    "symbology": lambda random: random.choice((Symbology.QR, Symbology.CODE_128)),
    "name": lambda random: random.choice(("heart", "truck", "sun", "no-such-icon")),
    "stores": lambda random: (random.randrange(380_000, 520_000), random.randrange(200_000)),
    "reader": lambda random: (random.randrange(380_000, 520_000), random.randrange(200_000)),
    "values": lambda random: tuple(random.choices(range(-1000, 10**6), k=random.randrange(1, 9))),
    "others": lambda random: (random.randrange(360), random.randrange(90_000)),
    "font": lambda random: random.choice(("body", "heading", "display")),
    "language": lambda random: random.choice(("", "en", "ja", "ar")),
}
_VARIED = {"content", "label", "value", "detail", "amount", "values", "left_s", "asset"}


def random_scenes(seed: int) -> Iterator[Scene]:
    """Give scenes without end: families of three to eight."""
    random = Random(seed)
    while True:
        scene = _scene(random)
        yield scene
        for _ in range(random.randrange(2, 8)):
            fork = random.randrange(len(scene.nodes) + 1)
            varied = [_varied(random, node) for node in scene.nodes[fork:]]
            yield replace(scene, nodes=(*scene.nodes[:fork], *varied))


def _scene(random: Random) -> Scene:
    width, height = random.randrange(2, 320), random.randrange(2, 160)
    kinds = random.choices(KINDS, k=random.randrange(1, 7))
    return Scene(
        width=width,
        height=height,
        density=random.choice((1, 2, 2)),
        background=random.choice(_COLORS),
        nodes=tuple(_node(random, kind, (width, height)) for kind in kinds),
    )


def _node(random: Random, kind: type, size: tuple[int, int]) -> Node:
    made: Node = kind(
        **{
            field.name: _value(random, field, size)
            for field in fields(kind)
            if field.name != "kind" and (_is_needed(field) or random.random() < 0.4)
        }
    )
    return made


def _varied(random: Random, node: Node) -> Node:
    """Return a node with other words and numbers, or the same."""
    if random.random() < 0.3:
        return node
    changed = {
        field.name: _value(random, field, (200, 100))
        for field in fields(node)
        if field.name
        in {"content", "label", "value", "detail", "amount", "values", "left_s", "asset"}
        and not (field.name == "value" and field.type is str)
    }
    return replace(node, **changed)  # type: ignore[arg-type]  # fields of its own kind


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(random: Random, field: Field[Any], size: tuple[int, int]) -> object:
    """Return a value for a field, by its name or its type."""
    if field.name in {"box", "points"}:
        return _box(random, size)
    if field.name in _PLAIN:
        return () if _is_needed(field) else field.default
    make = _MADE.get(field.name)
    return make(random) if make else _by_type(random, field)


def _by_type(random: Random, field: Field[Any]) -> object:
    limits = field.metadata.get("limits", _SMALL.get(field.name, (-20, 60)))
    low, high = _SMALL.get(field.name, limits)
    kind = field.type
    if kind is bool:
        return random.random() < 0.5
    if kind is int:
        return random.randint(max(low, limits[0]), min(high, limits[1]))
    if kind is float:
        return round(random.uniform(low, min(high, low + 3)), 2)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return random.choice(list(kind))
    if kind is str:
        colored = field.name.endswith(_COLORED) or field.name in {"to", "via", "shadow"}
        return random.choice(_COLORS) if colored else _words(random)
    return _several(random, kind, (int(low), int(high)))


def _several(random: Random, kind: object, limits: tuple[int, int]) -> tuple[object, ...]:
    inner = get_args(kind)
    if get_origin(kind) is not tuple or inner[0] not in {int, str}:
        return ()
    count = random.randrange(3) if ... in inner else len(inner)
    if inner[0] is str:
        return tuple(_words(random) for _ in range(count))
    return tuple(random.randint(max(-90, limits[0]), min(90, limits[1])) for _ in range(count))


def _box(random: Random, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y = random.randrange(-20, size[0] + 10), random.randrange(-20, size[1] + 10)
    return x, y, random.randrange(1, size[0] + 20), random.randrange(1, size[1] + 20)


def _words(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randrange(0, 5)))
