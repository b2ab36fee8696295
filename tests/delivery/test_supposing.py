"""What a preview supposes is checked as the vocabulary has it."""

from dataclasses import replace

import pytest

from app.context.supposed import SupposedFacts
from app.delivery.supposing import supposed, written
from app.model.facts import Fact, Known, Missing, Why
from app.model.vocabulary import FACTS
from tests.builders import an_ask, some_shelves


def known(name: str, **facts: object) -> Known:
    """Return a fact of an open where some are supposed; `__` stands for a dot."""
    given, doubts = supposed({key.replace("__", "."): value for key, value in facts.items()})
    assert not doubts
    ask = replace(an_ask(), supposed=given)
    return SupposedFacts(ask, some_shelves(), {}).known(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weather.condition", "snow"),
        ("weather.temperature", -3.5),
        ("weather.is_day", False),
        ("stock.here", 2),
        ("stock.alternative", "Jungfernstieg"),
        ("source.reviews.stars", 4.5),
        ("source.reviews.quote", "Splendid"),
    ],
)
def test_a_supposed_fact_is_shown_as_the_previews(name: str, value: object) -> None:
    """With its value, and `preview` for its source."""
    assert known(name, **{name: value}) == Fact(value, "preview")  # type: ignore[arg-type]  # a scalar


def test_nothing_is_supposed_to_be_unknown() -> None:
    """So that one can see what a block does without."""
    assert known("stock.total", stock__total=None) == Missing(Why.ABSENT, "preview")


def test_what_is_supposed_of_a_group_makes_it_known() -> None:
    """Unless it is supposed not to be; other groups stay as they are."""
    assert known("weather.known", weather__temperature=3) == Fact(value=True, source="preview")
    assert known("source.a.known", source__a__b="c") == Fact(value=True, source="preview")
    unknown = known("weather.known", weather__temperature=3, weather__known=False)
    assert unknown == Fact(value=False, source="preview")
    assert known("weather.known", stock__total=3) == Fact(value=False, source="weather")


@pytest.mark.parametrize(
    ("condition", "sky", "icon"),
    [("rain", "rain", "weather-rain-night"), ("hot", "clear", "weather-hot-night")],
)
def test_a_supposed_condition_brings_its_sky_and_icon(condition: str, sky: str, icon: str) -> None:
    """By day or by night, as it is or as it is supposed."""
    facts = {"weather.condition": condition, "weather.is_day": False}
    assert known("weather.sky", **facts) == Fact(sky, "preview")
    assert known("weather.icon", **facts) == Fact(icon, "preview")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("person.name", "Anna", "no fact"),
        ("weather.temprature", 3, "no fact"),
        ("source.reviews", 3, "no fact"),
        ("weather.next", "x", "list"),
        ("source.reviews.items", "x", "list"),
        ("weather.temperature", "warm", "number"),
        ("weather.temperature", True, "number"),
        ("weather.temperature", float("nan"), "number"),
        ("weather.is_day", "yes", "flag"),
        ("weather.condition", "rainy", "never"),
        ("weather.icon", "weather-frogs", "icon"),
        ("source.reviews.known", 1, "flag"),
    ],
)
def test_what_cannot_be_supposed_is_said(name: str, value: object, word: str) -> None:
    """Which fact, why not, and what there is instead."""
    facts, (doubt,) = supposed({name: value})
    assert not facts
    assert doubt.name == name
    assert word in doubt.says + doubt.remedy
    assert doubt.remedy


def test_so_many_facts_are_not_supposed() -> None:
    """A hundred are, one more is a mistake."""
    many = {f"source.a.b{number}": 1 for number in range(101)}
    facts, doubts = supposed(many)
    assert not facts
    assert len(doubts) == 1
    assert not supposed(dict(list(many.items())[:100]))[1]


def test_every_single_fact_of_the_groups_can_be_supposed() -> None:
    """Also those that the vocabulary will have tomorrow."""
    examples = {"text": "weather-rain", "number": 3, "flag": True}
    for fact in FACTS:
        if fact.name.startswith(("stock.", "weather.")) and fact.kind != "list":
            value = "rain" if "condition" in fact.name or "sky" in fact.name else None
            _, doubts = supposed({fact.name: value or examples[fact.kind]})
            assert not doubts, fact.name


def test_values_written_as_text_are_taken_as_they_are_meant() -> None:
    """By the kind of the fact, and of a source's by their looks."""
    assert written(
        {
            "weather.temperature": "-3.5",
            "weather.is_day": "false",
            "stock.alternative": "12",
            "source.a.b": "12",
            "source.a.c": "a dozen",
            "stock.here": "unknown",
        }
    ) == {
        "weather.temperature": -3.5,
        "weather.is_day": False,
        "stock.alternative": "12",
        "source.a.b": 12,
        "source.a.c": "a dozen",
        "stock.here": None,
    }
