"""A decision in one line."""

import pytest

from app.render.textual import alt_text, text_line


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


def test_alt_text_is_the_own_one_or_what_is_said() -> None:
    """An `alt` that was written wins; a long one is cut at a grapheme."""
    assert alt_text({"alt": "A tent", "headline": "x"}) == "A tent"
    assert alt_text({"headline": "x"}) == "x"
    assert alt_text({}, fallback="Northbeam") == "Northbeam"
    cut = alt_text({"headline": "👩‍👩‍👧‍👦" * 200})
    assert cut == "👩‍👩‍👧‍👦" * 149 + "…"
