"""Codes are read back from the pictures that are sent."""

from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.model.codes import QUIET, Level, Symbology, coded, modules
from app.model.nodes.basics import Box
from app.model.nodes.code import Code
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import Renderer
from app.render.codes import modules_of
from tests.render.test_html import html

VALUES = {
    Symbology.QR: "https://northbeam.example/p/NB-1042?s=ñ",
    Symbology.CODE_128: "NB-1042-0007",
    Symbology.EAN_13: "5901234123457",
    Symbology.PDF_417: "NORTHBEAM 0042-7781",
    Symbology.DATA_MATRIX: "NB1042-77",
    Symbology.AZTEC: "BOARDING 42",
}
BOX = (10, 10, 260, 140)


def a_code(symbology: Symbology = Symbology.QR, value: str | None = None, **fields: object) -> Code:
    """Return a code with its usual quiet zone."""
    given: dict[str, object] = {
        "symbology": symbology, "value": VALUES[symbology] if value is None else value,
        "box": BOX, "ink": "#102a24ff", "ground": "#ffffffff", "quiet": QUIET[symbology],
    }  # fmt: skip
    return Code(**(given | fields))  # type: ignore[arg-type]


def a_scene(code: Code, density: int = 1) -> Scene:
    """Return a scene with a code on a dark ground: only its own quiet zone is light."""
    return Scene(
        width=280, height=160, density=density, background="#16302bff", nodes=(code,)
    )  # fmt: skip


def pixels(renderer: Renderer, scene: Scene, picture_format: Format = Format.PNG) -> Image.Image:
    """Return a scene as it arrives."""
    return Image.open(BytesIO(renderer.draw(scene, picture_format))).convert("RGB")


@pytest.mark.parametrize("density", [1, 2])
@pytest.mark.parametrize("picture_format", [Format.PNG, Format.JPG, Format.GIF])
@pytest.mark.parametrize("caption", [True, False])
@pytest.mark.parametrize("symbology", Symbology)
def test_a_code_is_read_back(
    renderer: Renderer,
    symbology: Symbology,
    caption: bool,  # noqa: FBT001
    picture_format: Format,
    density: int,
) -> None:
    """Every kind decodes to its value, in every format, at both densities."""
    picture = pixels(renderer, a_scene(a_code(symbology, caption=caption), density), picture_format)
    found = zxingcpp.read_barcodes(picture)

    assert [VALUES[symbology]] == [code.text for code in found]


@pytest.mark.parametrize("symbology", Symbology)
def test_modules_are_whole_pixels(renderer: Renderer, symbology: Symbology) -> None:
    """Bars and squares have no grey edges."""
    colors = pixels(renderer, a_scene(a_code(symbology), 2)).getcolors()

    assert colors is not None
    assert {color for _, color in colors} == {(22, 48, 43), (16, 42, 36), (255, 255, 255)}


@pytest.mark.parametrize("symbology", Symbology)
def test_the_quiet_zone_is_kept(renderer: Renderer, symbology: Symbology) -> None:
    """Nothing dark comes nearer to the code's edge than its kind allows."""
    picture = pixels(renderer, a_scene(a_code(symbology)))
    ground = picture.crop((BOX[0], BOX[1], BOX[0] + BOX[2], BOX[1] + BOX[3])).convert("L")
    dark = ground.point(lambda value: 255 if value < 128 else 0).getbbox()
    found = modules_of(symbology, VALUES[symbology], Level.M)

    assert dark is not None
    assert found is not None
    scale = (dark[2] - dark[0]) // found.mask.width
    assert scale >= 1
    assert min(dark[0], BOX[2] - dark[2]) >= QUIET[symbology] * scale


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([s for s in Symbology if s is not Symbology.EAN_13]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=120),
    st.sampled_from(Level),
)
def test_the_estimated_width_is_enough(symbology: Symbology, value: str, level: Level) -> None:
    """What is promised to fit at publish time fits when it is drawn."""
    text = coded(symbology, value)
    if text is None:
        return
    found = modules_of(symbology, text, level)

    assert found is not None
    assert found.mask.width <= modules(symbology, len(text), level)


@pytest.mark.parametrize(
    ("box", "value", "note"),
    [
        ((10, 10, 60, 140), "NB-1042-0007-LONG-VALUE", ""),
        ((10, 10, 260, 10), "NB-1042", ""),
        ((10, 10, 260, 140), "", "Show this at the till"),
        ((10, 10, 0, 140), "NB-1042", ""),
    ],
)
def test_a_code_without_room_is_written(
    renderer: Renderer, box: Box, value: str, note: str
) -> None:
    """Without room or value no code is drawn, and the picture is still there."""
    code = a_code(Symbology.CODE_128, value, box=box, note=note)

    assert zxingcpp.read_barcodes(pixels(renderer, a_scene(code))) == []


def test_values_in_mails() -> None:
    """In HTML the value is text, a web address a link to it; a note stands for what is missing."""
    linked = html(a_scene(a_code(Symbology.QR, "https://northbeam.example/pass?id=7")))

    assert "NB-1042-0007" in html(a_scene(a_code(Symbology.CODE_128)))
    assert 'href="https://northbeam.example/pass?id=7"' in linked
    assert "At the till" in html(a_scene(a_code(value="", note="At the till")))
