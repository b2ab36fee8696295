"""Conditions as the designer's scripts ask for them."""

from app.authoring.source_names import KnownSource
from app.studio.conditions import ConditionService

SOURCES = {"reviews": KnownSource(fields={"rating": "number"}, tokens=frozenset())}
CONDITIONS = ConditionService(sources=lambda: SOURCES)


def test_a_text_comes_with_its_tree_and_its_words():
    """As it was written; parameters of any name may stand in it."""
    answer = CONDITIONS.from_text("store.is_open and params.n > 2")
    assert answer["text"] == "store.is_open and params.n > 2"
    assert answer["tree"] == {
        "all": [
            {"fact": "store.is_open", "op": "holds"},
            {"fact": "params.n", "op": "more than", "value": 2},
        ]
    }
    assert answer["words"] == "the nearest store is open and the parameter n is more than 2"
    assert answer["problem"] is None


def test_a_tree_comes_with_its_text():
    """Nothing is a condition too: it holds always."""
    row = {"fact": "source.reviews.rating", "op": "at least", "value": 4.5}
    assert CONDITIONS.from_tree(row)["text"] == "source.reviews.rating >= 4.5"
    for nothing in (None, {"all": []}):
        assert CONDITIONS.from_tree(nothing)["text"] == ""
    assert CONDITIONS.from_text(" ")["words"] == "always"


def test_what_is_wrong_is_said_in_words():
    """With what to do; the text stays a row of its own, so that nothing is lost."""
    for wrong in ("store.is_opn", "store.is_open and", "source.reviews.stars > 2", "x" * 20_000):
        answer = CONDITIONS.from_text(wrong)
        assert answer["problem"]["message"], wrong
        assert answer["problem"]["remedy"], wrong
        assert answer["tree"] == {"text": wrong}
    for tree in ({"fact": "store.is_opn", "op": "holds"}, {"text": "store."}, {"all": [{}]}):
        assert CONDITIONS.from_tree(tree)["problem"]["remedy"], tree
