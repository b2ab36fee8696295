"""Lines end where a reader of the script expects."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.render.wrapping import fitting_prefix, pieces, wrap


def by_length(text: str) -> float:
    """Measure a text as ten pixels a character."""
    return 10.0 * len(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two", ["one ", "two"]),
        ("twenty-one", ["twenty-", "one"]),
        ("-5 is", ["-5 ", "is"]),
        ("5\u00a0km off", ["5\u00a0km ", "off"]),
        ("渡辺さん。", ["渡", "辺", "さ", "ん。"]),
        ("「東京」へ", ["「東", "京」", "へ"]),
        ("안녕 김", ["안녕 ", "김"]),
        ("สวัสดี", ["สวัสดี"]),
        ("a\nb", ["a\n", "b"]),
        ("one ( two", ["one ", "( ", "two"]),
        ("", []),
    ],
)
def test_pieces_end_where_lines_may(text: str, parts: list[str]) -> None:
    """Blanks, hyphens and ideographs end pieces; glue and punctuation do not."""
    assert parts == pieces(text)


def test_lines_are_filled() -> None:
    """A line takes words until the next one does not fit."""
    assert wrap(["one ", "two ", "three"], 80, by_length, split=False) == ["one two", "three"]


def test_a_newline_ends_a_line() -> None:
    """A line end in the text is kept."""
    assert wrap(["a\n", "b"], 80, by_length, split=False) == ["a", "b"]


def test_a_word_that_is_too_wide_is_told() -> None:
    """Without leave to split, a word that cannot fit gives no lines."""
    assert wrap(["abcdefghij"], 50, by_length, split=False) is None


def test_a_word_that_is_too_wide_is_split() -> None:
    """With leave to split, it is cut at graphemes."""
    assert wrap(["abcdefghijk"], 50, by_length, split=True) == ["abcde", "fghij", "k"]


def test_a_single_grapheme_wider_than_the_line_stays_whole() -> None:
    """What cannot be cut any further is a line of its own."""
    assert wrap(["ab"], 5, by_length, split=True) == ["a", "b"]


def test_an_empty_text_is_one_empty_line() -> None:
    """No pieces make one empty line."""
    assert wrap([], 50, by_length, split=False) == [""]


@given(st.text(max_size=60), st.integers(min_value=5, max_value=200))
@settings(max_examples=150, deadline=None)
def test_split_lines_never_overflow(text: str, width: int) -> None:
    """Split lines fit the width, or are one grapheme; nothing but blanks is lost."""
    lines = wrap(pieces(text), width, by_length, split=True) or []
    assert "".join(text.split()) == "".join("".join(lines).split())


def test_the_longest_prefix_is_found() -> None:
    """As many graphemes as fit together with the tail."""
    assert fitting_prefix(list("abcdefgh"), 50, by_length, tail="…") == 4
    assert fitting_prefix(list("ab"), 5, by_length, tail="…") == 0
