"""Mixed text reads in the order people write it."""

import pytest

from app.render.bidi import Direction, direction_of, levels, visual_order


def shown(text: str, direction: Direction) -> str:
    """Return characters in the order they stand from left to right."""
    depths = levels(text, direction)
    return "".join(text[index] for index in visual_order(depths))


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Hello", "", Direction.LTR),
        ("123 שלום", "", Direction.RTL),
        ("فاطمة Nike", "", Direction.RTL),
        ("123", "", Direction.LTR),
        ("123", "ar-EG", Direction.RTL),
        ("", "he", Direction.RTL),
    ],
)
def test_the_first_strong_character_gives_the_direction(
    text: str, language: str, direction: Direction
) -> None:
    """Direction is that of the first strong character, else of the language."""
    assert direction is direction_of(text, language=language)


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("abc", Direction.LTR, "abc"),
        ("אבג", Direction.RTL, "גבא"),
        ("ab אב cd", Direction.LTR, "ab בא cd"),
        ("אב cd", Direction.RTL, "cd בא"),
        ("אב 12 גד", Direction.RTL, "דג 12 בא"),
        ("אב 1.5% גד", Direction.RTL, "דג 1.5% בא"),
        ("אב 1:30 גד", Direction.RTL, "דג 1:30 בא"),
        ("אב (cd) גד", Direction.RTL, "דג )cd( בא"),
        ("ab (אב) cd", Direction.LTR, "ab (בא) cd"),
        ("ab (אב cd) ef", Direction.LTR, "ab (בא cd) ef"),
        ("مر 12,5 كم", Direction.RTL, "مك 12,5 رم"),
        ("€5 אב", Direction.LTR, "€5 בא"),
        ("אב!", Direction.LTR, "בא!"),
        ("אב ", Direction.LTR, "בא "),
        ("ש\u05b8לום", Direction.RTL, "םול\u05b8ש"),
        ("אב [גד] - x", Direction.RTL, "x - ]דג[ בא"),
        ("a ]( א", Direction.LTR, "a ]( א"),
        ("אב +5 גד", Direction.RTL, "דג 5+ בא"),
    ],
)
def test_runs_stand_in_visual_order(text: str, direction: Direction, expected: str) -> None:
    """Words keep their own direction inside a sentence of the other one."""
    assert expected == shown(text, direction)


def test_brackets_of_mixed_content_follow_what_stands_before() -> None:
    """A bracket pair with only foreign content takes the direction before it."""
    assert levels("x א(ב)גא", Direction.LTR) == [0, 0, 1, 1, 1, 1, 1, 1]
