"""The sheet of scripts beside Chromium's: `python -m tests.docs.compare_chromium FOLDER`.

Chromium (from PATH) draws the same texts with the same font files at the same places. Written
are a picture of both, row by row, and how far the ink of each row differs in width and place.
Rows stand twice as far apart as on the sheet, so that no mark reaches into another row.
"""

import subprocess
import sys
from html import escape
from pathlib import Path
from shutil import which

from PIL import Image, ImageChops

from app.model.nodes.text import Text
from app.render import FontBook
from app.render.canvas import Canvas
from app.render.lettering import Letterer
from tests.docs.scripts import (
    DENSITY,
    FONTS,
    INK,
    LEFT,
    PAPER,
    ROW,
    WIDTH,
    rows,
    texts,
)  # fmt: skip

_WEIGHTS = {"Regular": 400, "Bold": 700}
APART = 2 * ROW
TALL = 24 + APART * len(rows())


def main(folder: Path) -> None:
    """Draw both, write them side by side, print a line for each text."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, theirs = opentime(), chromium(folder)
    both = Image.new("RGB", (ours.width * 2 - LEFT * DENSITY, ours.height), "white")
    both.paste(ours, (0, 0))
    both.paste(theirs.crop((LEFT * DENSITY, 0, *theirs.size)), (ours.width, 0))
    both.save(folder / "beside.png")
    for text in texts(APART):
        print(_compared(text, ours, theirs))  # noqa: T201  # what the script is for


def _compared(text: Text, ours: Image.Image, theirs: Image.Image) -> str:
    """Return by how many pixels Chromium's ink begins and ends elsewhere."""
    x, y, width, height = (side * DENSITY for side in text.box)
    around = (APART - ROW) // 2 * DENSITY
    area = (x - 8, y - around, x + width + 8, y + height + around)
    one, other = (_inked(image.crop(area)) for image in (ours, theirs))
    if not one or not other:
        return f"{text.weight} {text.content[:24]}: nothing"
    left, top, right, bottom = (b - a for a, b in zip(one, other, strict=True))
    return (
        f"{text.weight} left {left:+d} top {top:+d} right {right:+d} bottom {bottom:+d} "
        f"of {one[2] - one[0]}x{one[3] - one[1]}  {text.content[:24]}"
    )


def opentime() -> Image.Image:
    """Return the rows, without labels, as they are drawn here."""
    canvas = Canvas(WIDTH * DENSITY, TALL * DENSITY, PAPER, DENSITY)
    letterer = Letterer(FontBook(FONTS))
    for text in texts(APART):
        letterer.draw(canvas, text)
    return canvas.picture


def chromium(folder: Path) -> Image.Image:
    """Return the same rows as Chromium draws them."""
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        raise SystemExit("There is no chromium on PATH: apt-get install -y chromium.")
    page, shot = folder / "scripts.html", folder / "chromium.png"
    page.write_text(_html(), "utf-8")
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--force-device-scale-factor={DENSITY}", f"--window-size={WIDTH},{TALL + 200}",
        "--virtual-time-budget=5000", f"--screenshot={shot}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(shot).convert("RGB").crop((0, 0, WIDTH * DENSITY, TALL * DENSITY))


def _html() -> str:
    faces = "".join(
        f"@font-face{{font-family:'{path.stem.partition('-')[0].lower()}';"
        f"src:url({path.as_uri()});font-weight:{_WEIGHTS[path.stem.partition('-')[2]]}}}"
        for path in sorted(FONTS.glob("*.ttf"))
    )
    body = "".join(_div(text) for text in texts(APART))
    return (
        f"<meta charset=utf-8><style>{faces}body{{margin:0;background:{PAPER[:7]}}}"
        f"div{{position:absolute;white-space:pre;color:{INK[:7]};line-height:{ROW}px}}</style>{body}"
    )


def _div(text: Text) -> str:
    chain = FontBook(FONTS).chain(text.font, text.weight, text.language)
    families = ",".join(f"'{face.family}'" for face in chain if face.path)
    x, y, width, height = text.box
    return (
        f'<div dir=auto lang="{text.language}" style="left:{x}px;top:{y}px;width:{width}px;'
        f'height:{height}px;font:{text.weight} {text.size}px/{ROW}px {families}">'
        f"{escape(text.content)}</div>"
    )


def _inked(image: Image.Image) -> tuple[int, int, int, int] | None:
    paper = Image.new("RGB", image.size, PAPER[:7])
    difference = ImageChops.difference(image, paper).convert("L")
    return difference.point(lambda value: 255 if value > 60 else 0).getbbox()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
