"""Conditions as trees are exactly the expressions underneath, both ways."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.codegen import value_function
from app.authoring.condition_words import words_of
from app.authoring.conditions import ALWAYS, BadTree, node_of, tree_of
from app.authoring.formula import Node
from app.authoring.parsing import parse_condition
from app.authoring.refusing import Budget
from app.authoring.scope import Scope
from app.authoring.spelling import spelled_out
from app.model.facts import Missing, Value, Why
from tests.authoring.askers import DictAsker

NUMBERS = ("stock.here", "clock.hour", "weather.temperature", "params.n")
TEXTS = ("weather.condition", "person.tier", "person.shoe size", "place.city")
FLAGS = ("store.is_open", "person.known", "weather.is_day")
TEXTUAL = ("stock.at('s1') > 2", "stock.here + 1 > stock.total", "person.a ~ 'x' == 'yx'",
           "(person.tier | upper) == 'GOLD'", "clock.before('2026-11-27 18:00')",
           "1 if person.known else 2", "min(stock.here, 3) == 3")  # fmt: skip


def parsed(text: str) -> Node:
    """Return the expression of a text."""
    (node,) = parse_condition(text, Scope(params=frozenset({"n"})), Budget())
    assert not isinstance(node, str)
    return node


def round_trip(tree: Any) -> Any:
    """Return a tree as it is read back from the text that it makes."""
    node = node_of(tree, parsed)
    return ALWAYS if node is None else tree_of(parsed(spelled_out(node)))


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
numbers = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6, allow_nan=False).map(
    lambda number: number + 0.0  # no zero below zero
)
one_sign = st.sampled_from(["is", "is not", "more than", "at least", "less than", "at most"])


def row(facts: tuple[str, ...], op: Any, value: Any) -> st.SearchStrategy[Any]:
    """Return rows of a kind."""
    return st.fixed_dictionaries({"fact": st.sampled_from(facts), "op": op, "value": value})


def bare(*ops: str) -> st.SearchStrategy[Any]:
    """Return rows without a value."""
    every = NUMBERS + TEXTS + FLAGS
    return st.fixed_dictionaries({"fact": st.sampled_from(every), "op": st.sampled_from(ops)})


rows = st.one_of(
    bare("is known", "is unknown", "holds", "does not hold"),
    row(NUMBERS, one_sign, numbers),
    row(TEXTS, st.sampled_from(["is", "is not"]), words),
    row(FLAGS, st.just("is"), st.booleans()),
    row(
        TEXTS, st.sampled_from(["is one of", "is none of"]), st.lists(words, min_size=1, max_size=4)
    ),
    row(NUMBERS, st.just("is one of"), st.lists(numbers, min_size=1, max_size=4)),
    row(NUMBERS, st.just("is between"), st.lists(numbers, min_size=2, max_size=2)),
    st.just({"fact": "clock.time", "op": "is between", "value": ["09:00", "18:00"]}),
    st.sampled_from(TEXTUAL).map(lambda text: {"text": spelled_out(parsed(text))}),
)


def grouped(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return groups of trees, none of them in a group of its own kind."""

    def group(word: str) -> st.SearchStrategy[Any]:
        others = inside.filter(lambda tree: word not in tree)
        return st.lists(others, min_size=2, max_size=4).map(lambda parts: {word: parts})

    denied = inside.filter(
        lambda tree: tree.get("op") not in {"holds", "is known"} and "not" not in tree
    )
    return group("all") | group("any") | denied.map(lambda tree: {"not": tree})


trees = st.recursive(rows, grouped, max_leaves=12)


@given(trees)
def test_a_tree_is_read_back_from_the_text_that_it_makes(tree: Any) -> None:
    """Nothing is lost or moved between rows and expression."""
    assert round_trip(tree) == tree


SOME: st.SearchStrategy[Value | Missing] = st.sampled_from(
    [0, 3, -2, 19.5, True, False, "", "rain", "gold", Missing(Why.ABSENT, "x")]
)
atoms = st.sampled_from(
    ["stock.here", "clock.hour > 9", "9 <= clock.hour < 18", "3 < stock.here", "person.tier",
     "person.tier == 'gold'", "weather.condition in ['rain', 'snow']", "not store.is_open",
     "store.is_open is defined", "person.tier is undefined", "stock.here + 1 > clock.hour",
     "5 <= stock.here <= 20", "clock.between('09:00', '18:00')", "(stock.here or 2) > 1",
     "-2 == stock.here", "person['tier'] ~ 'x' == 'goldx'", "person.tier | default('gold')"]
)  # fmt: skip
texts = st.recursive(
    atoms,
    lambda inside: st.one_of(
        st.tuples(inside, inside).map(lambda pair: f"({pair[0]}) and {pair[1]}"),
        st.tuples(inside, inside).map(lambda pair: f"{pair[0]} or ({pair[1]})"),
        inside.map(lambda text: f"not ({text})"),
        st.tuples(inside, inside, inside).map(lambda t: f"({t[0]}) if ({t[1]}) else ({t[2]})"),
    ),
    max_leaves=6,
)


@given(texts, st.dictionaries(st.sampled_from(
    ["stock.here", "clock.hour", "person.tier", "weather.condition", "store.is_open",
     "clock.between(09:00, 18:00)"]), SOME))  # fmt: skip
def test_the_text_that_a_tree_makes_means_what_the_text_meant(
    text: str, known: dict[str, Value | Missing]
) -> None:
    """Whatever is known, both expressions have the same value."""
    first = parsed(text)
    again = node_of(tree_of(first), parsed)
    assert again is not None
    second = parsed(spelled_out(again))
    assert value_function(first)(DictAsker(known)) == value_function(second)(DictAsker(known))


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (ALWAYS, "always"),
        ({"fact": "store.is_open", "op": "holds"}, "the nearest store is open"),
        ({"fact": "store.is_open", "op": "does not hold"}, "the nearest store is not open"),
        ({"fact": "person.first_name", "op": "is known"}, "the person’s first name is known"),
        ({"fact": "store.known", "op": "is unknown"}, "it is not known whether a store is near"),
        ({"fact": "clock.time", "op": "less than", "value": "09:00"},
         "the time on the clock is before 09:00"),
        ({"fact": "stock.here", "op": "is between", "value": [1, 5]},
         "units in the nearest store is between 1 and 5"),
        ({"all": [{"fact": "store.is_open", "op": "holds"},
                  {"any": [{"fact": "weather.condition", "op": "is", "value": "rain"},
                           {"fact": "weather.condition", "op": "is one of",
                            "value": ["snow", "storm", "fog"]}]}]},
         ("the nearest store is open and "
          "(the weather is rain or the weather is snow, storm or fog)")),
        ({"not": {"text": "stock.at('s') > 2"}}, "it is not so that `stock.at('s') > 2`"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_words(tree: Any, words: str) -> None:
    """As somebody would say them who decides whether they are meant."""
    assert words_of(tree) == words


@pytest.mark.parametrize(
    "tree",
    [
        7, [], {}, {"all": 3}, {"any": []}, {"all": [{}]}, {"not": None}, {"fact": "store.is_open"},
        {"fact": "x) or (y", "op": "holds"}, {"fact": "store.is_open", "op": "contains"},
        {"fact": "stock.here", "op": "is"}, {"fact": "stock.here", "op": "is", "value": {}},
        {"fact": "stock.here", "op": "is one of", "value": []},
        {"fact": "stock.here", "op": "is between", "value": [1]},
        {"fact": "stock.here", "op": "is one of", "value": [0] * 101},
        {"all": [{"fact": "stock.here", "op": "holds"}] * 300},
    ],
)  # fmt: skip
def test_what_is_no_tree_is_refused_in_words(tree: Any) -> None:
    """Whatever a script sends, no condition is made of half of it."""
    with pytest.raises(BadTree) as refusal:
        node_of(tree, parsed)
    assert refusal.value.message
    assert refusal.value.remedy


@given(words)
def test_no_value_gets_out_of_its_quotes(text: str) -> None:
    """A text stays one literal, whatever is in it."""
    tree = {"fact": "person.tier", "op": "is", "value": text}
    assert round_trip(tree) == tree
