"""Numbers that a layout must not hold never reach what draws: they are refused, field by field."""

import math
from dataclasses import MISSING, fields
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import Node, Scene
from app.render import Renderer
from app.render.geometry import MAX_COORDINATE, MAX_NODES, _rules
from tests.render.scenes import a_scene

KINDS = get_args(Node)
NUMBERS = {kind: tuple(rule.field for rule in _rules(kind)) for kind in KINDS}
WRONG = (
    math.nan, math.inf, -math.inf, True, None, "12", b"12", 1j, {}, object(),
    10**30, -(10**30), 2**31, 2**63, -(2**63), [], [1, 2, 3, 4], [[0, 0], [9, 9]],
    ((0, 0), (9, 9)), (0, 0, math.nan, 9), (0, 0, 1.5, 9), (True, 0, 9, 9), (0, 0, 10**12, 9),
    ("0", 0, 9, 9), (0,) * 2_000,
)  # fmt: skip
_WORDS = {"content": "12345670", "format": "qr", "month": "May", "day": "1", "asset": ""}
EDGES = (-MAX_COORDINATE, -1, 0, 1, 2, MAX_COORDINATE)


def plain(kind: type[Node]) -> dict[str, Any]:
    """Return small legal values for what a kind of node must be given."""
    hints = get_type_hints(kind)
    return {
        each.name: _small(each.name, hints[each.name])
        for each in fields(kind)
        if each.default is MISSING and each.default_factory is MISSING
    }


def _small(name: str, kind: Any) -> Any:
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return (1, 1) if ... in inner else (0, 0, 40, 40)[: len(inner)]
    if get_origin(kind) is UnionType:
        return _small(name, inner[0])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if kind is str:
        return _WORDS.get(name, "#11223344")
    return kind(1)


def drawn(renderer: Renderer, scene: Scene) -> bytes | RenderError:
    """Draw a scene; whatever else than RenderError is raised fails the test."""
    try:
        return renderer.draw(scene, Format.PNG)
    except RenderError as error:
        return error


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_node_is_drawn(renderer: Renderer, kind: type[Node]) -> None:
    """What the cases below start from is legal."""
    assert isinstance(drawn(renderer, a_scene(kind(**plain(kind)))), bytes)


@pytest.mark.no_cover
@settings(max_examples=5_000, deadline=None)
@given(kind=st.sampled_from([k for k in KINDS if NUMBERS[k]]), data=st.data())
def test_what_is_no_legal_number_is_refused(
    renderer: Renderer, kind: type[Node], data: st.DataObject
) -> None:
    """Not a number, infinite, too large, a flag, a text, a list: the field is named."""
    name = data.draw(st.sampled_from(NUMBERS[kind]))
    value = data.draw(st.sampled_from(WRONG))
    error = drawn(renderer, a_scene(kind(**{**plain(kind), name: value})))

    assert isinstance(error, RenderError)
    assert name in error.field
    assert error.remedy


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    numbers=st.lists(st.sampled_from(EDGES), min_size=12, max_size=12),
    count=st.integers(1, 6),
)
def test_edges_are_drawn_or_refused(
    renderer: Renderer, kind: type[Node], numbers: list[int], count: int
) -> None:
    """Numbers at the edge of what is legal, in several fields at once, break nothing."""
    given_ = plain(kind)
    hints = get_type_hints(kind)
    for name in NUMBERS[kind][:count]:
        inner = get_args(hints[name])
        size = len(inner) if inner and ... not in inner else 0
        value: Any = tuple(numbers[:size]) if size else numbers[0]
        given_[name] = (value,) if inner and not size else value

    assert isinstance(drawn(renderer, a_scene(kind(**given_))), bytes | RenderError)


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0}, {"width": 4_097}, {"width": math.nan}, {"width": True}, {"height": -5},
        {"height": "9"}, {"height": 2**40}, {"density": 0}, {"density": 5}, {"density": 1.5},
        {"width": 4_000, "height": 4_000},
    ],
)  # fmt: skip
def test_a_canvas_out_of_bounds_is_refused(renderer: Renderer, changes: dict[str, Any]) -> None:
    """A canvas has a size in whole pixels, within limits."""
    assert isinstance(drawn(renderer, a_scene(**changes)), RenderError)


def test_layers_are_counted(renderer: Renderer) -> None:
    """One layer too many is refused."""
    fill = KINDS[0](**plain(KINDS[0]))

    assert isinstance(drawn(renderer, a_scene(*[fill] * MAX_NODES)), bytes)
    assert isinstance(drawn(renderer, a_scene(*[fill] * (MAX_NODES + 1))), RenderError)
