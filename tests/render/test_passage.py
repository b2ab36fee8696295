"""Spans of a text keep their styles, whatever their values hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.nodes.text import SPAN_END, Style
from app.render import FontBook
from app.render.graphemes import MAX_GRAPHEMES, clusters
from app.render.passage import passage, plain, spans
from tests.render.scenes import a_text

BOLD, STRUCK = Style(weight=700), Style(strike=True)


def said(content: str, *styles: Style, inks: tuple[str, ...] = ()) -> list[tuple[str, Style, str]]:
    """Return the spans of a text."""
    return spans(a_text(content, styles=styles, inks=inks))


def test_spans_have_their_styles() -> None:
    """Each span has its style and ink; one that says nothing is left out."""
    found = said(
        "now \x1f€5\x1f\x1f €9", Style(), BOLD, BOLD, STRUCK, inks=("", "#f00", "", "#ccc")
    )
    assert [("now ", Style(), ""), ("€5", BOLD, "#f00"), (" €9", STRUCK, "#ccc")] == found


@pytest.mark.parametrize("content", ["a\x1fb\x1fc", "abc", "a\x1f\x1f\x1fbc"])
def test_another_number_of_spans_is_one(content: str) -> None:
    """A content that has more or fewer spans than styles is in the first style, whole."""
    assert said(content, BOLD, STRUCK) == [("abc", BOLD, "")]


def test_separators_in_a_plain_text_are_nothing() -> None:
    """A text without styles has no spans, and draws no control character."""
    assert [("ab", Style(), "")] == said("a\x1fb")


def test_blanks_around_the_text_are_stripped() -> None:
    """Blanks go at both ends of the whole, not between its spans."""
    assert [text for text, _, _ in said("  \x1f a \x1fb \x1f ", BOLD, BOLD, BOLD, BOLD)] == [
        "a ",
        "b",
    ]


@given(st.lists(st.text(max_size=400), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_spans_are_bounded_together(parts: list[str]) -> None:
    """However many there are, spans hold no more graphemes than one text."""
    found = said(SPAN_END.join(parts), *[BOLD] * len(parts))
    assert sum(len(clusters(text)) for text, _, _ in found) <= MAX_GRAPHEMES + len(parts)
    assert SPAN_END not in plain(found)


def test_a_span_has_a_share_of_the_size(fonts: FontBook) -> None:
    """A span of twice the size stays twice as large when the text shrinks."""
    node = a_text("a\x1fb", styles=(Style(), Style(size=32, font="display")), size=16)
    text = passage(node, spans(node), fonts, "")
    assert [(cut.share, cut.chain[0].family) for cut in text.cuts] == [
        (1.0, "notosans"),
        (2.0, "fraunces"),
    ]
    assert [text.cut_at(0), text.cut_at(1)] == [0, 1]
