"""HTML for mail: tables, inline styles, text as text, nothing that a client strips."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.errors import RenderError
from app.model.nodes.text import Style
from app.model.scene import Align, Fill, Map, Panel, Picture, Progress, Scene
from app.render.html import MAX_BYTES, scene_html
from tests.render.scenes import ACCENT, INK, a_scene, a_text, low_stock, nearest_store, points

LINK = 'https://northbeam.example/p?a=1&b="2"'


def html(scene: Scene, link: str = LINK, **changes: object) -> str:
    """Return a scene's HTML."""
    fields: dict[str, object] = {
        "say": {},
        "alt": "Northbeam",
        "picture_url": "https://i.example/r/{}.png".format,
    }
    return scene_html(scene, link=link, **(fields | changes))  # type: ignore[arg-type]


class Outline(HTMLParser):
    """Collects tags, texts and attributes, and whether tags close in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in {"img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip("\xa0 "):
            self.texts.append(data)


@pytest.mark.parametrize("scene", [nearest_store(), points(), low_stock(), a_scene()])
def test_only_safe_markup_is_written(scene: Scene) -> None:
    """Tables, cells, links, pictures and line ends, all closed; no style sheet, no data URL."""
    markup = html(scene)
    outline = Outline(markup)
    assert {"table", "tr", "td", "a", "img", "br"} >= set(outline.tags)
    assert not outline.open
    assert not re.search(r"data:|url\(|srcset|javascript:|<svg|position:", markup)


def test_texts_stand_in_reading_order() -> None:
    """From top to bottom, side by side from left to right."""
    assert Outline(html(points())).texts == [
        "Almost there, Jürgen!",
        "Gold",
        "840",
        "Ends 30 November",
    ]


def test_a_picture_has_what_mail_clients_need() -> None:
    """Width, height, alt, no border, a block of its own."""
    node = Picture(asset="abc", box=(0, 0, 120, 30), alt='A "tent"')
    markup = html(a_scene(node))
    image = next(
        a
        for t, a in zip(Outline(markup).tags, Outline(markup).attributes, strict=True)
        if t == "img"
    )
    assert tuple(image[name] for name in ("width", "height", "alt", "border")) == (
        "120",
        "30",
        'A "tent"',
        "0",
    )
    assert image["src"] == "https://i.example/r/abc.png"
    assert "display:block" in (image["style"] or "")


def test_everything_is_escaped() -> None:
    """Names cannot write markup, links cannot leave their attribute."""
    markup = html(a_scene(a_text('<img src=x onerror="1">&', language='en"><b')))
    assert "<img" not in markup
    assert "<b" not in markup.replace("<br", "")
    assert "&quot;2&quot;" in markup


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "mailto:a@b"]
)
def test_only_web_addresses_become_links(link: str) -> None:
    """Other schemes are dropped."""
    assert "<a" not in html(nearest_store(), link)


def test_direction_and_alignment_follow_the_script() -> None:
    """A Hebrew text starts at the right."""
    markup = html(a_scene(a_text("שלום", align=Align.START, language="he", strike=True)))
    assert 'dir="rtl" align="right" lang="he"' in markup
    assert "line-through" in markup
    assert 'align="left"' in html(a_scene(a_text("שלום", align=Align.END)))


def test_colours_are_opaque_and_contrast_is_kept() -> None:
    """Alpha is mixed with what lies below; text that leaves its photograph takes a ground along."""
    scene = a_scene(
        Fill(color="#102030ff"),
        Picture(asset="abc", box=(0, 0, 120, 60)),
        a_text("White", ink="#ffffffff"),
        a_text("Dark", ink="#000000ff", box=(8, 30, 100, 20)),
    )
    markup = html(scene)
    assert 'bgcolor="#102030"' in markup
    assert 'bgcolor="#16202a"' in markup
    assert 'bgcolor="#ffffff"' in markup
    badge = a_scene(Panel(box=(8, 8, 100, 20), color="#ff000080"), a_text("Sale"))
    assert "#ff7f7f" in html(badge) or "#ff8080" in html(badge)


def test_a_progress_is_two_cells() -> None:
    """The filled share and the rest; a full bar has no rest, an empty one no filling."""
    for value, cells in ((500, 2), (1000, 1), (0, 1)):
        bar = Progress(box=(0, 0, 100, 8), value=value, color=ACCENT, track=INK)
        assert cells == html(a_scene(bar, a_text("x"))).count('height="8"')


def test_a_map_says_its_label() -> None:
    """The distance is text; a map without a label says nothing."""
    node = Map(
        box=(0, 0, 99, 50), bearing=1, distance_m=1, label="1.2 km", ink=INK, ground=INK, accent=INK
    )
    assert Outline(html(a_scene(node, a_text(" ")), say={})).texts[:1] == ["📍 1.2 km"]
    assert "📍" not in html(a_scene(replace(node, label="")))


def test_a_scene_without_text_says_what_was_decided() -> None:
    """A picture alone gets the sentence that was decided, on bright and dark."""
    for color in ("#ffffffff", "#000000ff"):
        scene = a_scene(Fill(color=color), Picture(asset="abc", box=(0, 0, 120, 60)))
        assert Outline(html(scene, say={"headline": "It is here."})).texts == ["It is here."]


def test_a_picture_on_the_right_makes_a_column_too() -> None:
    """Texts left of a picture stand in the left cell."""
    scene = a_scene(Picture(asset="abc", box=(60, 0, 60, 60)), a_text("Left", box=(0, 0, 60, 30)))
    assert html(scene).index("Left") < html(scene).index("<img")


def test_html_that_clients_would_clip_is_refused() -> None:
    """More than 102 KB is an error that says so."""
    scene = a_scene(
        *(a_text("漢字" * 250 + str(index), box=(0, index, 99, 1)) for index in range(50))
    )
    scene = replace(scene, nodes=tuple(replace(node, content="<&" * 250) for node in scene.nodes))
    assert len(html(a_scene(a_text("x")))) < MAX_BYTES
    with pytest.raises(RenderError, match="allowed are"):
        html(replace(scene, nodes=scene.nodes * 2))


def test_spans_keep_their_looks() -> None:
    """A span with a look of its own has an element of its own; the others are bare words."""
    node = a_text(
        "now <\x1f€5\x1f\x1f€9",
        styles=(Style(), Style(weight=700, size=32, font="Fraunces"), Style(), Style(strike=True)),
        inks=("", "#c8553dff", "", ""),
        underline=True,
        spacing=0.1,
        font="House|400:abc",
    )
    markup = html(a_scene(node), link="")
    assert "font-family:'House','Noto Sans'" in markup
    assert "text-decoration:underline;letter-spacing:1.6px;" in markup
    assert (
        "now &lt;<span style=\"font-family:'Fraunces','Noto Sans','Segoe UI',Arial,sans-serif;"
        'font-size:32px;font-weight:bold;color:#c8553d;">€5</span>'
        '<span style="text-decoration:line-through;">€9</span>' in markup
    )
    assert "\x1f" not in markup


def test_a_family_that_could_break_out_is_not_written() -> None:
    """A name with quotes is no name of a family."""
    markup = html(a_scene(a_text(font="x';}<b>")), link="")
    assert "<b>" not in markup
    assert "font-family:'Noto Sans'" in markup
