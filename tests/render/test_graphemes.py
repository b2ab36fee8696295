"""What a reader sees as one character stays one; what may be drawn is bounded."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.render.graphemes import MAX_GRAPHEMES, clamp, clusters


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "👩‍👩‍👧‍👦",
        "👍🏽",
        "🇩🇪",
        "1️⃣",
        "नि",
        "क्ष",
        "한",
        "각",
        "น้ำ"[:2],
        "❤️",
        "ｶﾞ",
        "🏴\U000e0067\U000e0062\U000e007f",
    ],
)
def test_a_cluster_holds_together(cluster: str) -> None:
    """Marks, joiners, flags, jamo and conjuncts are not parted from their base."""
    assert [cluster, "x"] == clusters(f"{cluster}x")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ab", ["a", "b"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("a\nb", ["a", "\n", "b"]),
        ("가나", ["가", "나"]),
        ("", []),
        ("👍👍", ["👍", "👍"]),
        ("ख‍x", ["ख‍", "x"]),
    ],
)
def test_neighbours_are_parted(text: str, parts: list[str]) -> None:
    """Characters that a reader sees apart are parted."""
    assert parts == clusters(text)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_clusters_join_to_the_text(text: str) -> None:
    """Nothing is lost or invented between clusters."""
    assert text == "".join(clusters(text))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_a_clamped_text_is_normal_and_free_of_controls(text: str) -> None:
    """Whatever comes in, no control, surrogate or bidi override comes out."""
    out = clamp(text)
    assert not [c for c in out if c != "\n" and unicodedata.category(c) in {"Cc", "Cs", "Co"}]
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f") & set(out)


def test_a_clamped_text_has_at_most_500_graphemes() -> None:
    """A million characters become 500."""
    assert clamp("a" * 1_000_000) == "a" * MAX_GRAPHEMES


def test_a_base_keeps_at_most_four_marks() -> None:
    """Zalgo loses all but four marks of each base."""
    assert "ä\u0316\u0316\u0316\u0316"[:1] == clamp("a\u0308")
    assert len(clamp("x" + "\u0316" * 20)) == 5


def test_line_ends_become_one_kind() -> None:
    """Every kind of line end is a newline, tabs are spaces."""
    assert clamp("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"


def test_marks_without_a_base_stay_bounded() -> None:
    """A name of ten thousand marks comes out short."""
    assert len(clamp("x" + "\u0316" * 10_000)) == 5
    assert not clamp("\u0316" * 100)
