"""The language in words, as the designer's menus have it."""

import json

import pytest

from app.authoring import check_block
from app.authoring.elements.registry import KINDS
from app.authoring.naming import named_facts, named_filters, words_for
from app.authoring.options import described_kinds
from app.authoring.schema_layouts import LAYOUTS
from app.authoring.source_names import KnownSource
from app.model.vocabulary import FACTS, FILTERS
from tests.authoring.blocks import a_block

SOURCES = {"reviews": KnownSource(fields={"rating": "number"}, tokens=frozenset())}
NAMED = named_facts({"first_name": "text", "points": "number", "known": "flag"}, SOURCES)
KINDS_OF_FIELDS = {
    "text", "font", "asset", "icon", "color", "expression", "box", "size", "number", "integer",
    "yes-no", "choice", "list", "fields",
}  # fmt: skip


def test_every_fact_has_words_of_its_own() -> None:
    """Two facts are never called the same, save those that are the same number."""
    words = [fact.words for fact in NAMED if fact.name != "store.stock"]
    assert len(words) == len(set(words))
    assert {fact.name for fact in NAMED} >= {fact.name for fact in FACTS}
    assert words_for("person.first_name") == "the person’s first name"
    assert words_for("source.reviews.rating") == "reviews’ rating"
    assert words_for("source.reviews.known") == "reviews is known"


def test_every_fact_shows_what_it_may_be() -> None:
    """A value of its kind, so that nobody has to guess what is meant."""
    for fact in NAMED:
        if fact.type != "list":
            assert fact.example != "", fact.name
        if fact.type == "number":
            assert isinstance(fact.example, int | float), fact.name
    assert next(f.example for f in NAMED if f.name == "person.first_name") == "Anna"


@pytest.mark.parametrize("fact", [fact for fact in NAMED if fact.type != "list"])
def test_what_a_menu_inserts_compiles(fact) -> None:
    """With words for when it is unknown, the token of each fact is a text without problems."""
    text = json.dumps("{{ " + fact.token + ' | default("so") }}')
    problems = check_block(a_block(say=f"{{headline: {text}}}"), sources=SOURCES)
    assert [p for p in problems if p.severity == "error"] == []


def test_every_filter_has_an_example() -> None:
    """None of the language's filters is left out."""
    assert {name for name, *_ in named_filters()} == set(FILTERS)
    assert all(says and example for _, says, example in named_filters())


def test_every_field_of_every_element_has_a_kind() -> None:
    """So that a form knows what to ask for."""
    kinds = described_kinds()
    assert {kind.name for kind in kinds} == {*KINDS, *LAYOUTS}
    found = {option.kind for kind in kinds for option in kind.options}
    assert found <= KINDS_OF_FIELDS
    picture = {
        option.name: option for kind in kinds if kind.name == "picture" for option in kind.options
    }
    assert (picture["asset"].kind, picture["box"].kind) == ("asset", "box")
    assert "cover" in picture["fit"].choices
