"""Blocks read the weather: its facts, its hours as rows, and what the lint says of both."""

import json

import pytest

from app.authoring import check_block
from app.model.facts import Item
from app.model.plan import Each
from tests.authoring.askers import asker
from tests.authoring.blocks import a_block, a_plan, drawn

HOURS = {"of": "weather.next", "as": "h", "box": [10, 20, 90, 30], "columns": 5, "limit": 5}


def rules(*elements: object, **parts: str) -> set[str]:
    """Return the rules that a block breaks."""
    return {problem.rule for problem in check_block(a_block(draw=json.dumps(elements), **parts))}


def test_the_next_hours_are_drawn_by_each() -> None:
    """Rows of `weather.next` have the fields of an hour, and make the block read the weather."""
    text = {"text": {"content": "{{ h.temperature }}", "box": [0, 0, 90, 30]}}
    (each,) = drawn({"each": {**HOURS, "draw": [text]}})
    row = Item(name="hour", fields={"temperature": 21})

    assert isinstance(each, Each)
    assert each.of(asker(weather__next=(row,))) == (row,)
    assert each.elements[0].live[0][1](asker().scoped("h", row)) == "21"


def test_a_block_that_draws_hours_reads_them_for_a_person() -> None:
    """What an hour says is the weather where the reader is, so the answer is personal."""
    text = {"text": {"content": "{{ h.icon }}", "box": [0, 0, 90, 30]}}
    plan = a_plan(draw=json.dumps([{"each": {**HOURS, "draw": [text]}}]))

    assert "weather.next" in plan.reads
    assert plan.personal


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        ({"text": {"content": "{{ h.name }}", "box": [0, 0, 9, 9]}}, "unknown-fact"),
        ({"map": {"around": "h", "box": [0, 0, 90, 90]}}, "unknown-place"),
        ({"sign": {"around": "h", "box": [0, 0, 90, 30]}}, "unknown-place"),
    ],
)
def test_an_hour_is_no_store(element: object, rule: str) -> None:
    """A row of the weather has no store's fields, no map and no opening hours."""
    assert rule in rules({"each": {**HOURS, "draw": [element]}})


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("weather.condition == 'rainy'", "impossible-value"),
        ("weather.sky == 'hot'", "impossible-value"),
        ("weather.temprature > 3", "unknown-fact"),
        ("weather.is_day == 'yes'", "different-kinds"),
    ],
)
def test_conditions_that_cannot_hold_are_named(when: str, rule: str) -> None:
    """A condition of the weather that is misspelt is found before it is published."""
    assert rule in rules(when=json.dumps(when))


def test_what_may_be_missing_needs_a_way_out() -> None:
    """A temperature is sure where the weather is known; the chance of rain is not."""
    sure = '{t: "{{ weather.temperature | temperature }}"}'
    unsure = '{t: "{{ weather.rain_chance }}"}'
    shown = {"text": {"content": "{{ say.t }}", "box": [0, 0, 90, 30]}}

    assert "may-be-missing" not in rules(shown, when="weather.known", say=sure)
    assert rules(shown, when="weather.known", say=unsure) - rules(
        shown, when="weather.known", say=sure
    )
