"""How countdowns look, and what they are in mail's HTML."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.model.nodes.countdown import Countdown, LabelPlace, Labels
from app.model.scene import Scene
from app.render.html import scene_html
from app.render.spoken import scene_line
from tests.render.animation.films import DAY, HOUR, INK, MINUTE, PAPER, PINE, a_countdown, a_set

RUST, WHITE, MUTED = "#c8553dff", "#ffffffff", "#5b6664ff"
LEFT = 2 * DAY + 3 * HOUR + 14 * MINUTE + 7
LOOKS: tuple[dict[str, object], ...] = (
    {"radius": 12},
    {"label_place": LabelPlace.INSIDE, "label_ink": "#ffffffcc"},
    {"split": True, "font": "display", "language": "de"},
    {"color": "", "ink": RUST, "separator": ":", "label_ink": MUTED},
    {"color": "", "ink": RUST, "border": 2, "border_color": RUST, "radius": 40, "language": "pl"},
    {"language": "ar", "numerals": "٠١٢٣٤٥٦٧٨٩"},
    {"units": "dhm", "language": "ja", "color": "#f2d9a6ff", "ink": INK, "labels": Labels.SHORT},
    {"fold": True, "left_s": 59 * MINUTE + 59, "separator": ":"},
    {"stable": "Ends Friday 27 November, 18:00 CET"},
    {"left_s": 0, "expired": "This sale is over"},
)


def looks() -> Scene:
    """Return countdowns in two columns."""
    nodes = []
    for number, changes in enumerate(LOOKS):
        x, y = 12 + number % 2 * 300, 12 + number // 2 * 88
        fields: dict[str, object] = {"box": (x, y, 288, 76), "left_s": LEFT, "label_size": 12}
        nodes.append(a_countdown(**(fields | changes)))  # type: ignore[arg-type]  # any field
    return Scene(width=612, height=452, background=PAPER, nodes=tuple(nodes))


def test_countdowns_look_like_their_golden_picture(
    is_golden: Callable[[Scene, str], None],
) -> None:
    """Cells, bare digits, creases, frames, other scripts and directions, words."""
    is_golden(looks(), "countdowns")


def html(node: Countdown) -> str:
    """Return the HTML of a scene of one countdown."""
    return scene_html(a_set(node), say={}, link="", alt="A sale", picture_url=str)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"units": "dhm"}, "2 days 3 hr 15 min"),
        ({"units": "dhm", "language": "de"}, "2 Tg. 3 Std. 15 Min."),
        ({"units": "hm"}, "51 hr 15 min"),
        ({"stable": "Ends Friday, 18:00 CET"}, "Ends Friday, 18:00 CET"),
        ({"left_s": 0, "expired": "Over & done"}, "Over &amp; done"),
        ({"units": "dhm", "numerals": "۰۱۲۳۴۵۶۷۸۹", "language": "fa"}, "۲ روز ۳ ساعت ۱۵ دقیقه"),
    ],
)
def test_html_says_what_the_picture_shows(changes: dict[str, object], expected: str) -> None:
    """As text on the colour of the cells, rounded as the digits are."""
    written = html(replace(a_countdown(LEFT), **changes))  # type: ignore[arg-type]  # any field
    assert f">{expected}<" in written
    assert f'bgcolor="{PINE[:7]}"' in written


def test_a_line_of_text_says_it_too() -> None:
    """For channels without pictures."""
    assert scene_line(a_set(a_countdown(LEFT, units="dhm"))) == "2 days 3 hr 15 min"
    assert scene_line(a_set(a_countdown(0, expired="Over"))) == "Over"


def test_html_without_cells_stands_on_what_is_below() -> None:
    """And what is over without words has none: the block's own are said instead."""
    assert PINE[:7] not in html(a_countdown(LEFT, color=""))
    assert ">A sale<" in html(a_countdown(0))
