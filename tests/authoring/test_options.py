"""What the tables of the documentation say about options is so."""

from dataclasses import replace
from typing import Any

import pytest

from app.authoring.elements.registry import KINDS
from app.authoring.options import described_kinds
from tests.authoring.blocks import drawn_one

DEFAULTS = [
    (name, option, field["default"])
    for name, kind in KINDS.items()
    for option, field in kind.schema["properties"].items()
    if "default" in field
]


def least(name: str) -> dict[str, Any]:
    """Return the fields that an element of a kind cannot do without, as in their examples."""
    schema = KINDS[name].schema
    return {
        field: schema["properties"][field]["examples"][0] for field in schema.get("required", [])
    }


@pytest.mark.parametrize("name", KINDS)
def test_the_examples_of_needed_fields_make_an_element(name: str) -> None:
    """Every kind can be drawn with its needed fields alone."""
    assert drawn_one(**{name: least(name)}).node is not None


@pytest.mark.parametrize(("name", "option", "default"), DEFAULTS)
def test_a_default_is_what_is_taken_without_it(name: str, option: str, default: object) -> None:
    """Writing a default out changes nothing."""
    without = drawn_one(**{name: least(name)})
    written = drawn_one(**{name: least(name) | {option: default}})

    assert without.node == written.node
    assert replace(without, live=()) == replace(written, live=())
    assert [field for field, _ in without.live] == [field for field, _ in written.live]


def test_options_in_words() -> None:
    """A row says what a field takes, its default, and whether it is needed."""
    (text,) = (kind for kind in described_kinds() if kind.name == "text")
    rows = {option.name: option for option in text.options}

    assert rows["content"].is_needed
    assert (rows["content"].takes, rows["ink"].takes, rows["box"].takes) == (
        "text, or list of spans",
        "colour",
        "box",
    )
    assert rows["align"].takes == "`start`, `center`, `end`"
    assert rows["lines"].takes == "whole number, 1 to 50"
    assert (rows["lines"].default, rows["content"].default) == ("1", "")
    assert "when" not in rows


def test_every_kind_is_described() -> None:
    """Kinds and layouts, in the order of the documentation."""
    names = [kind.name for kind in described_kinds()]

    assert names[: len(KINDS)] == list(KINDS)
    assert {"stack", "each"} <= set(names)
