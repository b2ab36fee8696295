"""What WebP and AVIF cost beside JPEG: `python -m bench.formats`.

Three of the demo's photographs and two flat cards, encoded as opens encode them, by one thread.
"""

import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import islice
from math import log10
from pathlib import Path
from statistics import mean

from PIL import Image, ImageChops, ImageStat

from app.model.rendering import Format
from app.render import FontBook, Renderer
from app.render.encoding.jpeg import encode_jpeg
from app.render.encoding.modern import encode_avif, encode_webp
from bench import cards

SCENES = Path(__file__).resolve().parents[1] / "static" / "demo" / "scenes"
_PHOTOGRAPHS, _SIZE = ("night", "afternoon", "winter"), (1200, 600)
_TRIES = 3
_LIKE = 99.0  # decibels of what is the same

Encode = Callable[[Image.Image], bytes]


def main() -> None:
    """Print a line for each kind of picture and format."""
    ways: dict[str, Encode] = {
        "JPEG": lambda image: encode_jpeg(image, sharp=False),
        "WebP": encode_webp,
        "AVIF": encode_avif,
    }
    for kind, pictures in (("photograph", photographs()), ("flat", flat())):
        for name, encode in ways.items():
            told = measured(pictures, encode)
            sys.stdout.write(f"{kind:12} {name:5} {told}\n")


def photographs() -> list[Image.Image]:
    """Return photographs as large as a block's."""
    opened = (Image.open(SCENES / f"{name}.jpg") for name in _PHOTOGRAPHS)
    return [image.convert("RGB").resize(_SIZE) for image in opened]


def flat() -> list[Image.Image]:
    """Return cards of few colours."""
    renderer = Renderer(fonts=FontBook(cards.FONTS), picture=lambda _: None)
    scenes = islice(cards.scenes(photo=False, seed=1), 2)
    bodies = [renderer.draw(scene, Format.PNG) for scene in scenes]
    return [Image.open(BytesIO(body)).convert("RGB") for body in bodies]


def measured(pictures: Sequence[Image.Image], encode: Encode) -> str:
    """Return milliseconds of the processor, kilobytes and likeness, each the mean of pictures."""
    spent, sizes, likenesses = [], [], []
    for picture in pictures:
        tries, body = [], b""
        for _ in range(_TRIES):
            start = time.process_time()
            body = encode(picture)
            tries.append(time.process_time() - start)
        spent.append(1000 * min(tries))
        sizes.append(len(body) / 1000)
        likenesses.append(likeness(picture, Image.open(BytesIO(body)).convert("RGB")))
    return f"{mean(spent):6.1f} ms  {mean(sizes):6.1f} kB  {mean(likenesses):5.1f} dB"


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return the ratio of signal to noise between two pictures, in decibels."""
    noise = mean(value**2 for value in ImageStat.Stat(ImageChops.difference(one, other)).rms)
    return 10 * log10(255**2 / noise) if noise else _LIKE


if __name__ == "__main__":
    main()
