"""A decision in one line."""

import pytest

from app.render.textual import text_line


@pytest.mark.parametrize(
    ("say", "line"),
    [
        (
            {"headline": "It is here", "detail": "Open until 18:00", "link": "https://x.example"},
            "It is here. Open until 18:00",
        ),
        ({"headline": "Hurry!", "detail": "3 left."}, "Hurry! 3 left."),
        ({"headline": "  a\n\tb \u202e", "empty": " "}, "a b"),
        ({"link": "https://x.example"}, "Northbeam"),
        ({}, "Northbeam"),
    ],
)
def test_a_line_says_what_was_decided(say: dict[str, str], line: str) -> None:
    """Sentences in their order, without the link, on one line; else the alt text."""
    assert line == text_line(say, "Northbeam")
