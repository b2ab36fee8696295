"""The gallery as a page and as pictures, made from the examples."""

from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO

from PIL import Image

from app.authoring.options import Described
from app.demo.gallery.examples import Example
from app.demo.gallery.gallery import Chapter, Gallery
from app.demo.gallery.world import World
from app.model.rendering import Format
from app.model.scene import Scene, Text
from app.render import FontBook, Renderer
from tests.docs.generated import DOCS, ROOT, table

PAGE = DOCS / "elements.md"
SHEET = DOCS / "pictures" / "elements.png"
PICTURES = DOCS / "pictures" / "elements"
_COLUMNS, _WIDE, _GAP, _LABEL = 3, 420, 28, 26  # pixels of the sheet
_MAIL = 600  # CSS pixels, the width of most examples
_PAPER, _INK = "#e9e5dc", "#16302bff"
_INTRO = """\
# Elements

What a layout can draw, with every option. Each picture is an example of the gallery, drawn through
the path of an open: as Anna in New York sees it on a Friday evening, unless its caption names
somebody else. A running server shows them live at `/studio/elements`. Every element also takes
`when`, a condition without which it is not drawn. [Blocks](blocks.md) tells how layouts belong to a
block, [expressions](expressions.md) what texts and conditions may ask.

![All examples](pictures/elements.png)
"""


@cache
def the_gallery() -> tuple[Gallery, World, Renderer]:
    """Return the gallery with its world and renderer."""
    world = World(ROOT / "static" / "demo")
    renderer = Renderer(fonts=FontBook(ROOT / "static" / "fonts"), picture=world.picture)
    folder = ROOT / "templates" / "elements"
    return Gallery(folder=folder, world=world, draw=renderer.drawing), world, renderer


def page() -> str:
    """Return docs/elements.md."""
    gallery, _, _ = the_gallery()
    return _INTRO + "".join(_chapter(chapter) for chapter in gallery.chapters)


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each example's picture."""
    gallery, _, _ = the_gallery()
    for example in gallery.examples.values():
        yield example.file, gallery.drawing(example).body


def sheet(drawn: dict[str, bytes]) -> bytes:
    """Return all examples on one sheet, by the pictures that were drawn."""
    gallery, _, _ = the_gallery()
    shown = [
        (example, _small(example, drawn[example.file])) for example in gallery.examples.values()
    ]
    heights = [_GAP] * _COLUMNS
    places = []
    for example, picture in shown:
        column = heights.index(min(heights))
        places.append((example, picture, _GAP + column * (_WIDE + _GAP), heights[column]))
        heights[column] += _LABEL + picture.height + _GAP
    canvas = Image.new("RGB", (_GAP + _COLUMNS * (_WIDE + _GAP), max(heights)), _PAPER)
    for example, picture, x, y in places:
        canvas.paste(_title(example), (x, y))
        canvas.paste(picture, (x, y + _LABEL))
    file = BytesIO()
    canvas.save(file, "PNG", optimize=True)
    return file.getvalue()


def first_frame(body: bytes) -> Image.Image:
    """Return a picture as RGB."""
    return Image.open(BytesIO(body)).convert("RGB")


def _chapter(chapter: Chapter) -> str:
    parts = [f"\n## {chapter.kind}\n"]
    if chapter.described:
        parts += [f"{chapter.says}\n", _options(chapter.described)]
    parts += [_example(example) for example in chapter.examples]
    return "\n".join(parts)


def _options(kind: Described) -> str:
    rows = [
        (
            f"`{option.name}`",
            option.takes,
            "needed" if option.is_needed else f"`{option.default}`" if option.default else "",
            option.says,
        )
        for option in kind.options
    ]
    return table(("Option", "Takes", "Otherwise", "Meaning"), rows)


def _example(example: Example) -> str:
    width = example.size[0]
    picture = f"pictures/elements/{example.file}"
    image = f'<img src="{picture}" width="{width}" alt="{escape(example.title)}">'
    return (
        f"### {example.title}\n\n{example.caption}\n\n{image}\n\n```yaml\n{example.essence}\n```\n"
    )


def _small(example: Example, body: bytes) -> Image.Image:
    """Return a picture at the sheet's scale: an example as wide as a mail fills a column."""
    width, height = (round(side * _WIDE / _MAIL) for side in example.size)
    return first_frame(body).resize((width, height), Image.Resampling.LANCZOS)


def _title(example: Example) -> Image.Image:
    text = Text(
        content=f"{example.kind} · {example.title}", box=(0, 0, _WIDE, _LABEL), ink=_INK, size=14,
        min_size=11, weight=600,
    )  # fmt: skip
    label = Scene(width=_WIDE, height=_LABEL, density=1, nodes=(text,), background=f"{_PAPER}ff")
    return first_frame(the_gallery()[2].draw(label, Format.PNG))
