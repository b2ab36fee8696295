"""All icons with their names: a picture and a list."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image

from app.model.icons import COMMON, WEATHER
from app.model.nodes.basics import Align
from app.model.nodes.icon import Icon
from app.model.nodes.text import Text
from app.model.rendering import Format
from app.model.scene import Scene
from tests.docs.gallery import the_gallery
from tests.docs.generated import DOCS

SHEET = DOCS / "pictures" / "icons.png"
_ACROSS, _CELL, _TALL, _SIDE = 8, 104, 74, 36  # icons in a row; CSS pixels
_INK, _PAPER = "#16302bff", "#f8f3eaff"


def icon_sections() -> Mapping[str, str]:
    """Return the lists of names."""
    return {"outlines": _listed(COMMON), "weather": _listed(WEATHER)}


def body() -> bytes:
    """Return the picture of all icons."""
    names = [*COMMON, *[""] * (-len(COMMON) % _ACROSS), *WEATHER]
    rows = [_row(names[at : at + _ACROSS]) for at in range(0, len(names), _ACROSS)]
    sheet = Image.new("RGB", (rows[0].width, sum(row.height for row in rows)))
    for number, row in enumerate(rows):
        sheet.paste(row, (0, number * row.height))
    file = BytesIO()
    sheet.quantize(128, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _row(names: Sequence[str]) -> Image.Image:
    icons = [
        Icon(name=name, box=(place * _CELL + (_CELL - _SIDE) // 2, 12, _SIDE, _SIDE),
             color=_INK if name in COMMON else "")
        for place, name in enumerate(names) if name
    ]  # fmt: skip
    words = [
        Text(content=name.removeprefix("weather-"), box=(place * _CELL + 2, 52, _CELL - 4, 16),
             ink=_INK, size=11, min_size=8, align=Align.CENTER)
        for place, name in enumerate(names) if name
    ]  # fmt: skip
    scene = Scene(
        width=_ACROSS * _CELL, height=_TALL, nodes=(*icons, *words), background=_PAPER, density=2
    )
    _, _, renderer = the_gallery()
    return Image.open(BytesIO(renderer.draw(scene, Format.PNG))).convert("RGB")


def _listed(names: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}`" for name in names) + "\n"
