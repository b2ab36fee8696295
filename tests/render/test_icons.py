"""Icons: every name has its file, in colour or in any colour."""

from io import BytesIO

import pytest
from PIL import Image

from app.model.icons import COMMON, ICONS, WEATHER
from app.model.nodes.icon import Icon
from app.model.rendering import Format
from app.render import Renderer
from app.render.elements import icon
from app.render.elements.page import Page
from app.render.icons import SHIPPED, IconShelf
from tests.render.scenes import a_scene
from tests.render.test_html import html

SHELF = IconShelf()
CONDITIONS = ("clear", "cloudy", "rain", "snow", "storm", "fog", "hot", "cold", "wind")


def test_every_name_has_its_file_and_no_other_is_shipped() -> None:
    """Names and files agree, and both licences are there."""
    expected = {*ICONS, *(f"{name}.mask" for name in WEATHER)}

    assert expected == {path.stem for path in SHIPPED.glob("*.png")}
    assert {"LICENSE-lucide.txt", "LICENSE-meteocons.txt"} <= {p.name for p in SHIPPED.iterdir()}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_fills_its_square(name: str) -> None:
    """Every outline has ink, as wide or high as half of its square at least."""
    mask = SHELF.mask(name, 48)

    assert mask is not None
    assert (mask.mode, mask.size) == ("L", (48, 48))
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    assert max(right - left, bottom - top) >= 24


@pytest.mark.parametrize(
    "condition", ["clear", "cloudy", "rain", "snow", "storm", "fog", "hot", "cold", "wind"]
)
@pytest.mark.parametrize("time", ["", "-day", "-night"])
def test_every_weather_has_an_icon(condition: str, time: str) -> None:
    """Each group of conditions has an icon of its own by day, by night and at any time."""
    picture = SHELF.picture(f"weather-{condition}{time}", 64)

    assert picture is not None
    assert picture.mode == "RGBA"


def test_names_that_are_not_icons() -> None:
    """What does not exist is nothing; outlines have no colours of their own."""
    assert SHELF.mask("sotre", 24) is None
    assert SHELF.picture("store", 24) is None


@pytest.mark.parametrize("name", ["store", "weather-rain"])
def test_a_colored_icon_has_one_color(renderer: Renderer, name: str) -> None:
    """An icon with a colour is drawn in it, weather included, and nothing lies outside its box."""
    node = Icon(name=name, box=(10, 10, 80, 40), color="#ff0000ff")
    picture = Image.open(BytesIO(renderer.draw(a_scene(node), Format.PNG))).convert("RGB")
    colors = {color for _, color in picture.getcolors() or ()}

    assert (255, 0, 0) in colors
    assert all(red == 255 and green == blue for red, green, blue in colors)
    blue = picture.getchannel("B").point(lambda value: 255 - value)
    left, top, right, bottom = blue.getbbox() or (0, 0, 0, 0)
    assert (left, top) >= (30, 10)
    assert (right, bottom) <= (70, 50)


def test_a_bound_on_what_is_kept() -> None:
    """Icons at many sizes do not fill the memory."""
    shelf = IconShelf(keep_bytes=10_000)
    for side in range(10, 200, 7):
        shelf.mask("store", side)

    assert shelf._scaled.currsize <= 10_000


def test_icons_in_mails() -> None:
    """In HTML an icon is an emoji; where there is none, its words; else nothing."""
    page = Page(ground="#ffffff", alt="", link="", picture_url=str, behind=lambda _: "")

    assert "🚚" in html(a_scene(Icon(name="truck", box=(0, 0, 24, 24))))
    assert "Your code" in html(a_scene(Icon(name="qr", box=(0, 0, 24, 24), alt="Your code")))
    assert icon.html(page, Icon(name="qr", box=(0, 0, 24, 24)), 24) == ""


def test_every_icon_means_something() -> None:
    """Only what has no emoji at all goes without one."""
    assert {name for name, emoji in COMMON.items() if not emoji} == {"barcode", "qr"}
