"""Lines are filled, cut at graphemes, and never wider than they may be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.render.linebreaks import line_stops
from app.render.wrapping import cluster_ends, fitting, wrap


def by_length(start: int, end: int) -> float:
    """Measure a stretch as ten pixels a character."""
    return 10.0 * (end - start)


def lines_of(text: str, width: float, *, split: bool = False) -> list[str] | None:
    """Return what the lines of a text say."""
    lines = wrap(text, line_stops(text), width, by_length, split=split, most=99)
    return None if lines is None else [text[start:end] for start, end in lines]


def test_lines_are_filled() -> None:
    """A line takes words until the next one does not fit."""
    assert lines_of("one two three", 80) == ["one two", "three"]


def test_a_newline_ends_a_line() -> None:
    """A line end in the text is kept, an empty line too."""
    assert lines_of("a\n\nb", 80) == ["a", "", "b"]


def test_a_word_that_is_too_wide_is_told() -> None:
    """Without leave to split, a word that cannot fit gives no lines."""
    assert lines_of("abcdefghij", 50) is None


def test_a_word_that_is_too_wide_is_split() -> None:
    """With leave to split, it is cut at graphemes."""
    assert lines_of("to abcdefghijk", 50, split=True) == ["to", "abcde", "fghij", "k"]


def test_a_single_grapheme_wider_than_the_line_stays_whole() -> None:
    """What cannot be cut any further is a line of its own."""
    assert lines_of("ab", 5, split=True) == ["a", "b"]


def test_an_empty_text_is_one_empty_line() -> None:
    """No text makes one empty line."""
    assert lines_of("", 50) == [""]


@given(st.text(max_size=60), st.integers(min_value=5, max_value=200))
@settings(max_examples=150, deadline=None)
def test_split_lines_never_overflow(text: str, width: int) -> None:
    """Split lines fit the width, or are one grapheme; nothing but blanks is lost."""
    lines = wrap(text, line_stops(text), width, by_length, split=True, most=99) or []
    for start, end in lines:
        assert by_length(start, end) <= width or len(cluster_ends(text, start, end)) == 1
    assert "".join(text.split()) == "".join("".join(text[a:b].split()) for a, b in lines)


def test_as_many_ends_as_fit_are_found() -> None:
    """Ends are counted from the start until the stretch is wider than allowed."""
    assert fitting(range(4, 40), 3, 50, by_length) == 5
    assert fitting(range(4, 40), 3, 9, by_length) == 0
    assert fitting([4, 5], 3, 500, by_length) == 2
