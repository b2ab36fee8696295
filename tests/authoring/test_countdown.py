"""A countdown becomes a node; what depends on the moment of the open is live."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.authoring import check_block
from app.model.facts import Missing, Value
from app.model.nodes.countdown import Countdown, LabelPlace, Labels
from tests.authoring.askers import DictAsker
from tests.authoring.blocks import a_plan, drawn_one

BOX = [10, 20, 300, 80]
EVERY = {
    "box": BOX, "units": ["seconds", "hours"], "still": ["hours"], "fold": True, "duration": 30,
    "loop": True, "full_frames": True, "expired": "Over", "color": "#123", "border": 2,
    "border_color": "#456", "radius": 3, "gap": 4, "split": True, "separator": ":",
    "font": "display", "weight": "regular", "size": 40, "ink": "#fff", "labels": "short",
    "label_place": "inside", "label_font": "heading", "label_size": 11, "label_ink": "#eee",
}  # fmt: skip


def live(**facts: Value | Missing) -> dict[str, object]:
    """Return what the live fields of a countdown to a moment are, given facts."""
    element = drawn_one(countdown={"box": BOX, "to": "2026-11-27 18:00"})
    asker = DictAsker({"clock.moment(2026-11-27 18:00)": "the moment", **facts})
    return {field: expression(asker) for field, expression in element.live}


def problems(**fields: Any) -> set[tuple[str, str]]:
    """Return rule and place of the problems of a countdown."""
    element = {"countdown": {"box": BOX, **fields}}
    block = {"block": "b", "size": "600x200", "alt": "x", "fallback": {"draw": [element]}}
    return {
        (p.rule, p.where.removeprefix("fallback.draw[0].")) for p in check_block(json.dumps(block))
    }


def test_every_field_arrives() -> None:
    """Units are sorted, and those between two of them count too."""
    node = drawn_one(countdown=EVERY).node
    assert node == Countdown(
        box=(10, 20, 300, 80), units="hms", fold=True, film_s=30, loop=True, full_frames=True,
        expired="Over", color="#112233ff", border=2, border_color="#445566ff", radius=3, gap=4,
        split=True, separator=":", font="display", weight=400, size=40, ink="#ffffffff",
        labels=Labels.SHORT, label_place=LabelPlace.INSIDE, label_font="heading", label_size=11,
        label_ink="#eeeeeeff",
    )  # fmt: skip


def test_a_gif_is_asked_by_the_second() -> None:
    """All units, a film, no words."""
    asked = live(
        **{
            "picture.moves": True,
            "clock.seconds(2026-11-27 18:00, 1)": 61,
            "picture.is_kept": False,
        }
    )
    assert asked == {
        "left_s": 61, "stable": "", "film_s": 60, "units": "dhms",
        "language": "tongue()", "numerals": "numerals()",
    }  # fmt: skip


def test_a_picture_is_asked_by_its_smallest_unit() -> None:
    """Without seconds, by the minute."""
    asked = live(**{"clock.seconds(2026-11-27 18:00, 60)": 120})
    assert (asked["left_s"], asked["film_s"], asked["units"]) == (120, 0, "dhm")


def test_a_copy_that_is_kept_is_told_the_deadline() -> None:
    """It asks only whether the moment is past."""
    asked = live(
        **{"picture.is_kept": True, "picture.moves": True, "clock.over(2026-11-27 18:00)": False}
    )
    assert (asked["left_s"], asked["film_s"]) == (1, 0)
    assert asked["stable"] == "moment(the moment)"


def test_an_expression_gives_its_value_and_a_text_its_words() -> None:
    """A moment is handed to the clock as it is, not as it would be written."""
    moment = datetime(2026, 11, 27, 18, tzinfo=UTC)
    whole = drawn_one(countdown={"box": BOX, "to": "{{ message.sent_at }}"})
    parts = drawn_one(countdown={"box": BOX, "to": "2026-11-27 {{ person.hour }}:00"})
    for element, facts, wanted in (
        (whole, {"message.sent_at": moment}, f"clock.seconds({moment}, 60)"),
        (parts, {"person.hour": "18"}, "clock.seconds(2026-11-27 18:00, 60)"),
    ):
        asker = DictAsker({**facts, wanted: 5})
        assert dict(element.live)["left_s"](asker) == 5


def test_what_is_read_is_known_beforehand() -> None:
    """By what a plan reads facts are gathered, and answers are told to be private."""
    plan = a_plan(draw="[{countdown: {box: [0, 0, 9, 9], after_sent: 2 days}}]")
    assert {"message.sent_at", "picture.moves", "picture.is_kept", "clock.seconds"} <= plan.reads
    assert plan.personal


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, set()),
        ({"daily": "17:00"}, set()),
        ({"to": "2026-11-27T18:00+01:00"}, set()),
        ({"to": "18:30"}, set()),
        ({"after_sent": "36 hours"}, set()),
        ({"to": "27.11.2026"}, {("no-moment", "countdown.to")}),
        ({"daily": "5 pm"}, {("no-moment", "countdown.daily")}),
        ({"daily": "2026-11-27"}, {("no-moment", "countdown.daily")}),
        ({"to": "18:00", "daily": "17:00"}, {("one-deadline", "countdown")}),
        ({"ink": "#fefefe"}, {("low-contrast", "countdown.ink")}),
        ({"ink": "#fefefe", "color": "#222"}, set()),
        ({"box": [0, 0, 200, 20], "size": 30}, {("low-box", "countdown.box")}),
        ({"to": "{{ nothing.here }}"}, {("unknown-fact", "countdown.to")}),
        ({"full_frames": True}, {("heavy-film", "countdown.full_frames")}),
        ({"full_frames": True, "duration": 15}, set()),
    ],
)
def test_problems_are_told(fields: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    """What is no time, two deadlines, digits that cannot be read."""
    assert expected == problems(**fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [("after_sent", "soon"), ("after_sent", "0 days"), ("units", []), ("units", ["weeks"]),
     ("duration", 0), ("duration", 301), ("labels", "LONG")],
)  # fmt: skip
def test_what_is_no_value_of_an_option_is_refused(name: str, value: object) -> None:
    """By the schema, at its place."""
    assert any(where.startswith(f"countdown.{name}") for _, where in problems(**{name: value}))
