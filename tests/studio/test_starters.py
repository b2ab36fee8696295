"""The starters of the gallery: without fault in every variant, for any brand, knowing nothing."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.authoring import check_block, compile_block
from app.demo.brand import brand
from app.demo.gallery.looks import Looks
from app.demo.gallery.world import World
from app.model.brand import Brand
from app.model.palette import palette
from app.model.rendering import Format
from app.render import FontBook, Renderer
from app.studio.starters import NOBODY, Look, read_starter, read_starters
from tests.docs.generated import ROOT

FOLDER = ROOT / "templates" / "gallery"
STARTERS = read_starters(FOLDER)
EACH = pytest.mark.parametrize("starter", STARTERS.values(), ids=STARTERS)
SHARED = {
    "back-in-stock", "coupon", "event-invitation", "last-order", "poll", "price-drop",
    "product-row", "reviews", "sale-countdown",
}  # fmt: skip
BRANDS = {
    "northbeam": brand(),
    "fresh": Brand(name="default", title="Opentime"),
    "dark": Brand(name="dark", title="Nacht", colors={"paper": "#12161c", "accent": "#ffcf33"}),
    "pale": Brand(name="pale", title="Pale", colors={"accent": "#ffe1ec", "ink": "#2b1036"}),
}
WORLD = World(ROOT / "static" / "demo")
LOOKS = Looks(WORLD)
FONTS = FontBook(ROOT / "static" / "fonts")
DRAW = Renderer(fonts=FONTS, picture=WORLD.picture).drawing
BARE = Renderer(fonts=FONTS, picture=lambda _: None)


def test_there_are_enough_to_begin_with():
    """Sixteen at least, "Nearest store" among them."""
    assert len(STARTERS) >= 16
    assert STARTERS["nearest-store"].title == "Nearest store"
    assert len({starter.title for starter in STARTERS.values()}) == len(STARTERS)


@EACH
@pytest.mark.parametrize("whose", BRANDS)
def test_a_starter_is_without_fault_for_any_brand(starter, whose):
    """No error, no warning: colours, contrasts, texts that could vanish, alt."""
    found = check_block(
        starter.document,
        name=starter.name,
        assets=WORLD.assets,
        brand_colors=palette(BRANDS[whose].colors),
    )
    assert [str(problem) for problem in found] == []


@EACH
def test_a_starter_says_what_it_is(starter):
    """A title, a sentence, tags; one opening for each variant, in their order."""
    assert starter.title
    assert starter.about.endswith(".")
    assert starter.tags
    variants = [variant.name for variant in starter.plan.variants] + ["fallback"]
    assert [look.variant for look in starter.looks] == variants
    assert starter.plan.width == 600


@EACH
def test_every_variant_is_shown_as_an_open_shows_it(starter):
    """Each look is decided, not forced, and nothing that it names is left out."""
    for look in starter.looks:
        decision = LOOKS.decision(starter, look, brand())
        assert decision.variant == look.variant
        drawing = DRAW(decision.scene, starter.format)
        assert drawing.skipped == ()
        assert len(drawing.body) < 200_000
        assert decision.alt


@EACH
def test_with_nothing_known_the_fallback_is_shown(starter):
    """To nobody, of a brand without stores, products or parameters: nothing is claimed."""
    look = Look(variant="fallback", by=NOBODY, at=datetime(2026, 11, 27, 14, 10), given={})  # noqa: DTZ001  # on the wall
    decision = LOOKS.decision(starter, look, BRANDS["fresh"])
    expected = {"last-order": "today"}.get(starter.name, "fallback")
    assert decision.variant == expected
    assert DRAW(decision.scene, Format.PNG).skipped == ()


@EACH
def test_whether_it_is_personal_is_as_we_think(starter):
    """What reads no subscriber may be kept by a CDN."""
    assert starter.plan.personal == (starter.name not in SHARED)


@EACH
def test_long_names_other_scripts_and_missing_pictures_are_drawn(starter):
    """Texts shrink or end, from the right for who reads so; what has no picture has an icon."""
    long, hebrew = (replace(starter.looks[0], by=by) for by in ("nb-max", "nb-noa"))
    assert DRAW(LOOKS.decision(starter, long, BRANDS["dark"]).scene, Format.PNG).skipped == ()
    assert BARE.draw(LOOKS.decision(starter, hebrew, BRANDS["fresh"]).scene, Format.PNG)


@EACH
def test_a_copy_is_the_same_block_under_another_name(starter):
    """And without the openings of the gallery."""
    copy = starter.copied("my-own")
    assert compile_block(copy, name="my-own").block == "my-own"
    assert "# look" not in copy
    assert set(starter.assets) <= set(WORLD.assets)


def test_what_it_needs_is_read_from_it():
    """Attributes, records, sources and parameters by their names."""
    needed = {need.what: need.names for need in STARTERS["points"].needs}
    assert needed["Subscribers"] == ("first_name", "next_reward_at", "points")
    assert {need.what for need in STARTERS["nearest-store"].needs} == {"Stores"}
    document = "block: a\nsize: 9x9\nfallback: {say: {a: '{{ source.b.c }}'}, draw: []}\n"
    (source,) = read_starter("a", "# look fallback: nobody 2026-11-27T17:30\n" + document).needs
    assert (source.what, source.names) == ("A source", ("b",))


def test_a_look_may_give_parameters_facts_and_a_place():
    """Words with spaces stand in quotes."""
    text = '# look a: nobody 2026-11-27T17:30 offer="10 % off" weather.sky=rain from=1,2\n'
    document = (FOLDER / "letterhead.yaml").read_text("utf-8")
    starter = read_starter("letterhead", text + document)
    assert starter.looks[0].given == {"offer": "10 % off", "weather.sky": "rain", "from": "1,2"}
