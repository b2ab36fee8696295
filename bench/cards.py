"""The cards of bench/render.py: 600x200 CSS pixels at density 2, no two with the same words.

One lies on a photograph and has six texts and a bar, one is flat. Each is given as a scene, as
plain data for the peers on Node, and drawn with Pillow the way its documentation shows.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFont

from app.model.scene import Align, Fill, Node, Panel, Picture, Progress, Scene, Text

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "static" / "fonts"
REGULAR, BOLD = FONTS / "NotoSans-Regular.ttf", FONTS / "NotoSans-Bold.ttf"
WIDTH, HEIGHT, DENSITY = 600, 200, 2
PHOTO = "photograph"
_BOLD = 700
_SYLLABLES = [
    "an",
    "bel",
    "cor",
    "da",
    "el",
    "fi",
    "gra",
    "hol",
    "is",
    "ju",
    "ka",
    "lo",
    "mi",
    "no",
    "or",
    "pe",
    "qui",
    "ra",
    "sol",
    "ta",
    "um",
    "va",
    "wen",
    "xi",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A rectangle with round corners. In device pixels, as all that peers are told."""

    x: float
    y: float
    width: float
    height: float
    color: str
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text of one line."""

    x: float
    y: float
    width: float
    height: float
    size: float
    bold: bool
    color: str
    text: str
    align: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card as peers draw it."""

    width: int
    height: int
    photo: bool
    background: str
    panels: tuple[Shape, ...]
    texts: tuple[Words, ...]


def scenes(*, photo: bool, seed: int) -> Iterator[Scene]:
    """Give cards without end: all six texts and the bar of each are new."""
    random = Random(seed)
    while True:
        yield _scene(random, photo=photo)


def as_peers_draw(scene: Scene) -> Card:
    """Return a card as plain data."""
    return Card(
        width=WIDTH * DENSITY,
        height=HEIGHT * DENSITY,
        photo=any(isinstance(node, Picture) for node in scene.nodes),
        background="#faf6efff",
        panels=tuple(shape for node in scene.nodes for shape in _shapes(node)),
        texts=tuple(_words(node) for node in scene.nodes if isinstance(node, Text)),
    )


def for_node(scene: Scene) -> dict[str, Any]:
    """Return a card as JSON holds it."""
    return asdict(as_peers_draw(scene))


def photograph() -> bytes:
    """Return a picture with the grain of a photograph, as a JPEG of 1200x400."""
    random = Random(5)
    with Image.open(ROOT / "static" / "demo" / "scenes" / "evening.jpg") as scenery:
        picture = scenery.convert("RGB").crop((0, 100, 1200, 500))
    grain = bytes(min(255, max(0, int(random.gauss(128, 9)))) for _ in range(1200 * 400))
    noise = Image.frombytes("L", picture.size, grain)
    file = BytesIO()
    ImageChops.add(picture, Image.merge("RGB", [noise] * 3), 1, -128).save(file, "JPEG", quality=92)
    return file.getvalue()


def with_pillow(card: Card, photo: Image.Image) -> bytes:
    """Return the card drawn and saved the usual way: in RGBA, as JPEG on a photograph, else PNG."""
    picture = Image.new("RGBA", (card.width, card.height), card.background)
    if card.photo:
        picture.paste(photo, (0, 0))
    for shape in card.panels:
        layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        box = (shape.x, shape.y, shape.x + shape.width - 1, shape.y + shape.height - 1)
        ImageDraw.Draw(layer).rounded_rectangle(box, shape.radius, fill=shape.color)
        picture.alpha_composite(layer)
    brush = ImageDraw.Draw(picture)
    for words in card.texts:
        font = ImageFont.truetype(BOLD if words.bold else REGULAR, words.size)
        x, anchor = (words.x + words.width, "ra") if words.align == "end" else (words.x, "la")
        brush.text((x, words.y), words.text, words.color, font, anchor=anchor)
    file = BytesIO()
    if card.photo:
        picture.convert("RGB").save(file, "JPEG", quality=82)
    else:
        picture.save(file, "PNG")
    return file.getvalue()


def _scene(random: Random, *, photo: bool) -> Scene:
    ink, track = ("#ffffffff", "#ffffff40") if photo else ("#1d2b2aff", "#e4d9c8ff")
    below: tuple[Node, ...] = (
        (Picture(asset=PHOTO, box=(0, 0, 600, 200)), Panel(box=(0, 0, 360, 200), color="#10182ab0"))
        if photo
        else (Fill(color="#faf6efff"), Panel(box=(16, 16, 568, 168), color="#ffffffff", radius=12))
    )
    name, store, street = (_name(random, count) for count in (3, 3, 2))
    away, hour, left = random.randrange(10, 99) / 10, random.randrange(16, 23), random.random()
    number = random.randrange
    texts = (
        (f"{name}, it is at {store} {street}", (24, 24, 330, 36), 22, _BOLD),
        (f"{away} km away, open until {hour}:{number(10, 60)}", (24, 66, 330, 22), 16, 400),
        (f"{number(3, 99)} pairs left in size {number(36, 47)}", (24, 90, 330, 20), 14, 400),
        (f"{number(100, 1999):,} of 2,000 points", (24, 122, 200, 18), 13, 400),
        (f"${number(20, 300)}.{number(10, 99)}", (24, 158, 120, 28), 22, _BOLD),
    )
    button = Text(
        content=f"Reserve at {_name(random, 2)}", box=(200, 160, 150, 24), ink=ink, weight=_BOLD,
        size=15, min_size=11, align=Align.END,
    )  # fmt: skip
    bar = Progress(box=(24, 142, 326, 8), value=int(left * 1000), color="#f2a65aff", track=track)
    words = (
        Text(content=said, box=box, ink=ink, size=size, min_size=11, weight=weight)
        for said, box, size, weight in texts
    )
    return Scene(width=WIDTH, height=HEIGHT, density=DENSITY, nodes=(*below, *words, bar, button))


def _name(random: Random, syllables: int) -> str:
    return "".join(random.choices(_SYLLABLES, k=syllables)).title()


def _shapes(node: Node) -> Iterator[Shape]:
    if isinstance(node, Panel):
        yield _shape(node.box, node.color, node.radius)
    elif isinstance(node, Progress):
        x, y, width, height = node.box
        yield _shape(node.box, node.track, height / 2)
        yield _shape((x, y, width * node.value / 1000, height), node.color, height / 2)


def _shape(box: tuple[float, float, float, float], color: str, radius: float) -> Shape:
    x, y, width, height = (side * DENSITY for side in box)
    return Shape(x=x, y=y, width=width, height=height, color=color, radius=radius * DENSITY)


def _words(node: Text) -> Words:
    x, y, width, height = (side * DENSITY for side in node.box)
    return Words(
        x=x, y=y, width=width, height=height, size=node.size * DENSITY, bold=node.weight >= _BOLD,
        color=node.ink, text=node.content, align=node.align.value,
    )  # fmt: skip
