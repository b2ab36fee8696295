"""Numbers that a layout must not hold are refused when it is saved, each at its place."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.authoring import block_schema, check_block

ELEMENTS: dict[str, Any] = block_schema()["$defs"]["element"]["properties"]
IN_ONE = 10  # cases in one document, which saves a lot of time
WRONG = (
    math.nan, math.inf, -math.inf, True, False, None, 10**30, -(10**30), 2**31, -(2**31), 10**6,
    -(10**6), 1e300, "12px", ".nan", [], [1, 2, 3, 4, 5, 6, 7], [[0, 0], [9, 9]],
    [0, 0, math.nan, 9], [0, 0, 1.5, 9], [True, 0, 9, 9], [0, 0, 10**12, 9],
    ["a", 0, 9, 9], {}, {"x": 1},
)  # fmt: skip


def numbers() -> Iterator[tuple[str, str]]:
    """Yield the fields of elements that hold numbers and nothing computed."""
    for kind, element in ELEMENTS.items():
        for name, field in element["properties"].items():
            stated = field.get("type", [])
            types = {stated} if isinstance(stated, str) else set(stated)
            if "string" in field.get("items", {}).get("type", ""):
                continue  # sizes of columns: any few numbers are legal, see test_arranging
            is_list = "array" in types and "integer" in _inner_types(field)
            if "string" not in types and (types & {"integer", "number"} or is_list):
                yield kind, name


def _inner_types(field: dict[str, Any]) -> set[str]:
    parts = field.get("prefixItems") or [field.get("items", {})]
    return {str(part.get("type")) for part in parts}


FIELDS = list(numbers())
cases = st.tuples(st.sampled_from(FIELDS), st.sampled_from(WRONG))


def element(kind: str, name: str, value: object) -> dict[str, Any]:
    """Return an element that is as its examples say, but for one field."""
    known = ELEMENTS[kind]
    said = {each: known["properties"][each]["examples"][0] for each in known["required"]}
    return {kind: {**said, name: value}}


def errors(elements: list[dict[str, Any]]) -> set[str]:
    """Return where a block that draws these has errors."""
    document = {
        "block": "a", "size": "600x400", "alt": "x",
        "fallback": {"say": {"headline": "x", "link": "https://a.example/"}, "draw": elements},
    }  # fmt: skip
    found = check_block(json.dumps(document))
    assert all(problem.message and problem.remedy for problem in found)
    return {problem.where for problem in found if problem.severity == "error"}


@pytest.mark.no_cover
@settings(max_examples=500, deadline=None)
@given(st.lists(cases, min_size=IN_ONE, max_size=IN_ONE))
def test_what_is_no_legal_number_is_refused(
    chosen: list[tuple[tuple[str, str], object]],
) -> None:
    """Not a number, infinite, too large, a flag, a text, a list: each is an error at its place."""
    found = errors([element(*field, value) for field, value in chosen])

    for number, ((kind, name), value) in enumerate(chosen):
        place = f"fallback.draw[{number}].{kind}.{name}"
        assert any(where.startswith(place) for where in found), (place, value)


@pytest.mark.parametrize("size", ["0x9", "9x", "-5x5", "5000x10", "1e9x2", "nanxnan", 7, [1, 2]])
def test_a_canvas_out_of_bounds_is_refused(size: object) -> None:
    """A size is width times height within limits."""
    document = {"block": "a", "size": size, "fallback": {"say": {"headline": "x"}}}

    assert "size" in {problem.where for problem in check_block(json.dumps(document))}
