"""Every brand has the standard colours, and they can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo.brand import brand
from app.model.colors import contrast, normal
from app.model.palette import STANDARD, palette

PAIRS = (
    ("ink", "paper"), ("muted", "paper"), ("muted", "soft"), ("muted", "tint"),
    ("accent_ink", "paper"), ("accent_ink", "soft"), ("accent_ink", "tint"),
    ("on_deep", "deep"), ("dim", "deep"), ("glow", "deep"),
    ("good", "good_ground"), ("bad", "bad_ground"), ("good", "paper"), ("bad", "paper"),
)  # fmt: skip
COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def ratio(colors, ink, ground):
    """Return the contrast of two colours of a palette."""
    return contrast(normal(colors[ink]), normal(colors[ground]))


@pytest.mark.parametrize(
    "named", [{}, brand().colors, {"paper": "#111418"}, {"accent": "#ffe600"}], ids=str
)
def test_every_brand_has_the_standard_colours(named) -> None:
    """Those it names are its own; of those made, texts on their grounds can be read."""
    colors = palette(named)
    assert set(colors) == set(STANDARD) | set(named)
    assert {name: colors[name] for name in named} == dict(named)
    made = [pair for pair in PAIRS if pair[0] not in named]
    assert [pair for pair in made if ratio(colors, *pair) < 4.5] == []


@given(accent=COLORS)
def test_whatever_the_accent_it_can_be_read(accent: str) -> None:
    """As a text on light and dark paper, and under a text."""
    for paper in ("#ffffff", "#101418"):
        colors = palette({"accent": accent, "paper": paper})
        assert ratio(colors, "accent_ink", "paper") >= 4.5
        assert ratio(colors, "accent_ink", "tint") >= 4.5
        assert ratio(colors, "on_accent", "accent") >= 4.18


def test_what_is_no_colour_stays_as_it_was_written() -> None:
    """And nothing is made of it."""
    assert palette({"ink": "sand"})["ink"] == "sand"
    assert palette({"ink": "sand"})["line"] == palette({})["line"]
