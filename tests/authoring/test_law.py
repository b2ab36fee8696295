"""Two validators judge documents, and agree."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.findings import Findings
from app.authoring.law import Law
from app.authoring.reading import read_document
from app.authoring.schema import block_schema
from app.authoring.sources.schema import source_schema

TEMPLATES = Path(__file__).parents[2] / "templates"
LAW = Law(block_schema())
TREES: list[Any] = [
    read_document(path.read_text("utf-8"), Findings(""))
    for path in sorted(TEMPLATES.glob("**/*.yaml"))
    if "block:" in path.read_text("utf-8")
]
# Lists and dictionaries are built anew each time: what a mutation changes is never drawn again.
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False), st.builds(list), st.builds(dict),
    st.builds(lambda: {"x": 1}), st.just(12.0), st.just(" 5%"), st.just("#12345"),
    st.just("10x10"), st.just("é" * 70), st.lists(st.integers(-5, 5), max_size=5),
    st.builds(lambda: [0, 0, 10, 10]),
)  # fmt: skip


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every (holder, key) inside a tree."""
    if not isinstance(tree, dict | list):
        return []
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    return [(tree, key) for key in keys] + [at for key in keys for at in places(tree[key])]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Return a block of ours with up to three of its parts replaced, removed, named anew or new."""
    tree = copy.deepcopy(draw(st.sampled_from(TREES)))
    for _ in range(draw(st.integers(0, 3))):
        found = places(tree)
        if not found:
            break
        holder, key = draw(st.sampled_from(found))
        match draw(st.sampled_from(["replace", "remove", "rename", "more"])):
            case "remove":
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[draw(st.text(max_size=6))] = holder.pop(key)
            case "more" if isinstance(holder, list):
                holder += [holder[key]] * draw(st.integers(1, 70))
            case _:
                holder[key] = draw(JUNK)
    return tree


@given(mutated())
def test_the_quick_one_finds_nothing_where_the_other_does_not(tree: Any) -> None:
    """And something wherever the other does."""
    assert LAW._quick.is_valid(tree) == LAW._thorough.is_valid(tree)


def test_there_are_documents_to_judge() -> None:
    """Every block that is delivered, and each is right."""
    assert len(TREES) > 20
    assert all(not list(LAW.errors(tree)) for tree in TREES)


@pytest.mark.parametrize("name", ["headline\n", "head line", "headline\n\n"])
def test_a_name_ends_where_it_ends(name: str) -> None:
    """A line break after it is no part of any name, as both find."""
    tree = copy.deepcopy(next(tree for tree in TREES if tree["variants"][0].get("say")))
    tree["variants"][0]["say"][name] = "x"
    assert not LAW._quick.is_valid(tree)
    assert [error.validator for error in LAW.errors(tree)] == ["pattern"]


@pytest.mark.parametrize("schema", [block_schema(), source_schema()])
def test_what_is_wrong_is_told(schema: dict[str, Any]) -> None:
    """By the validator that words it."""
    assert [error.validator for error in Law(schema).errors({"nonsense": 1})].count("required") > 0


def test_a_header_may_hold_a_dollar() -> None:
    """Within brackets it stands for itself, for both."""
    law = Law(source_schema())
    tree: Any = {"source": "a", "url": "https://a.example/", "read": {"as": "json"}}
    found = {name: [e.validator for e in law.errors({**tree, "headers": {name: "x"}})]
             for name in ("X-$", "X-A\n", "X A")}  # fmt: skip
    assert "pattern" not in found["X-$"]
    assert "pattern" in found["X-A\n"]
    assert "pattern" in found["X A"]
