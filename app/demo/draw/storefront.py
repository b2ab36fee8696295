"""A Northbeam shop seen from the street at day and at night: timber, a lit window, a sign."""

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from app.demo.draw.palette import glow, mix, rgb, vertical

SIDE = 480
OVER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """The colours of one time of day; `lamp` 0 to 100 is how much light falls out."""

    sky: tuple[str, ...]
    wall: str
    window: tuple[str, ...]
    pavement: str
    lamp: int


STREETS = {
    "store-day": Street(
        sky=("#9cc4d8", "#e9efe6"), wall="#1f4a3f", window=("#cfe2e2", "#f3e7cf"),
        pavement="#c9bfae", lamp=18,
    ),
    "store-night": Street(
        sky=("#0d1a30", "#34486a"), wall="#163630", window=("#f6c970", "#fdeac0"),
        pavement="#2a3140", lamp=85,
    ),
}  # fmt: skip


def draw_storefronts(out: Path) -> int:
    """Write `store-day.jpg` and `store-night.jpg`, 480x480; return how many."""
    out.mkdir(parents=True, exist_ok=True)
    for name, street in STREETS.items():
        picture = storefront(street)
        picture.save(out / f"{name}.jpg", quality=86, optimize=True, progressive=True)
    return len(STREETS)


def storefront(street: Street) -> Image.Image:
    """Return the shop's front, square."""
    side = SIDE * OVER
    picture = vertical((side, side), tuple(rgb(color) for color in street.sky))
    pen = ImageDraw.Draw(picture)
    _house(pen, street, side)
    _window(picture, street, (120, 430, 560, 770))
    _door(picture, street, (640, 430, 840, 830))
    _sign(picture, street)
    _pavement(picture, street, side)
    _lamplight(picture, street)
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _house(pen: ImageDraw.ImageDraw, street: Street, side: int) -> None:
    wall = rgb(street.wall)
    pen.polygon([(30, 330), (480, 90), (930, 330)], fill=mix(wall, (0, 0, 0), 0.35))
    pen.polygon([(90, 330), (480, 122), (870, 330)], fill=mix(wall, (255, 255, 255), 0.08))
    pen.rectangle((70, 330, 890, 830), fill=wall)
    for x in range(70, 890, 40):
        pen.line((x, 330, x, side), fill=mix(wall, (0, 0, 0), 0.18), width=3)
    # The round gable window carries the brand's mark: a peak under a beam of light.
    pen.ellipse((425, 190, 535, 300), fill=rgb(street.window[1]))
    pen.polygon([(440, 272), (480, 212), (520, 272)], fill=mix(wall, (0, 0, 0), 0.1))


def _window(picture: Image.Image, street: Street, box: tuple[int, int, int, int]) -> None:
    """Paint a shop window with things standing in it."""
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = box
    frame = mix(rgb(street.wall), (0, 0, 0), 0.45)
    pen.rectangle((left - 14, top - 14, right + 14, bottom + 14), fill=frame)
    colors = tuple(rgb(color) for color in street.window)
    picture.paste(vertical((right - left, bottom - top), colors), (left, top))
    shade = mix(rgb(street.wall), rgb(street.window[1]), 0.25)
    warm, rust = rgb("#c8551b"), rgb("#d99a3d")
    pen.rectangle((left, bottom - 34, right, bottom), fill=mix(shade, (0, 0, 0), 0.2))
    pen.polygon([(150, 736), (235, 590), (320, 736)], fill=shade)
    pen.polygon([(212, 736), (235, 640), (258, 736)], fill=colors[1])
    pen.rounded_rectangle((360, 610, 450, 736), radius=34, fill=warm)
    pen.rounded_rectangle((374, 668, 436, 724), radius=14, fill=mix(warm, (0, 0, 0), 0.2))
    pen.ellipse((482, 660, 540, 736), fill=rust)
    pen.line((140, 470, 540, 470), fill=frame, width=6)
    for x in (190, 285, 380, 475):
        pen.line((x, 470, x, 508), fill=frame, width=4)
        pen.ellipse((x - 15, 502, x + 15, 532), fill=rgb("#fff4d6"))
    pen.line(((left + right) // 2, top, (left + right) // 2, bottom), fill=frame, width=10)


def _door(picture: Image.Image, street: Street, box: tuple[int, int, int, int]) -> None:
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = box
    frame = mix(rgb(street.wall), (0, 0, 0), 0.45)
    pen.rectangle((left - 14, top - 14, right + 14, bottom), fill=frame)
    pen.rectangle((left, top, right, bottom), fill=rgb("#b4501f"))
    colors = tuple(rgb(color) for color in street.window)
    picture.paste(vertical((right - left - 56, 220), colors), (left + 28, top + 28))
    pen.ellipse((right - 36, top + 270, right - 18, top + 288), fill=rgb("#f2c879"))
    pen.rounded_rectangle((left + 58, top + 96, right - 58, top + 138), radius=8, fill=frame)
    pen.rectangle((left + 74, top + 113, right - 74, top + 121), fill=rgb("#fff4d6"))


def _sign(picture: Image.Image, street: Street) -> None:
    """Hang a striped awning; letters are left to the block, which knows the store's name."""
    pen = ImageDraw.Draw(picture)
    stripes = (rgb("#f6f1e7"), rgb("#c8551b"))
    dark = 0.25 if street.lamp > 50 else 0.0  # noqa: PLR2004 - more lamp than day
    for i, x in enumerate(range(90, 870, 60)):
        color = mix(stripes[i % 2], rgb(street.sky[0]), dark)
        pen.polygon([(x + 8, 345), (x + 62, 345), (x + 60, 408), (x, 408)], fill=color)
        pen.pieslice((x, 382, x + 60, 434), 0, 180, fill=color)


def _pavement(picture: Image.Image, street: Street, side: int) -> None:
    chance = random.Random(5)  # noqa: S311 - cobbles, not secrets
    pen = ImageDraw.Draw(picture)
    ground = rgb(street.pavement)
    pen.rectangle((0, 830, side, side), fill=ground)
    pen.rectangle((0, 830, side, 842), fill=mix(ground, (255, 255, 255), 0.25))
    for row, y in enumerate(range(850, side, 36)):
        for x in range(-40 - 30 * (row % 2), side, 90):
            tone = mix(ground, (0, 0, 0), chance.uniform(0.03, 0.12))
            pen.rounded_rectangle((x, y, x + 82, y + 28), radius=8, fill=tone)
    for x, tall in ((40, 150), (915, 180)):
        pen.rectangle((x - 26, 800, x + 26, 850), fill=rgb("#8a4a2a"))
        for tier in range(4):
            reach, at = 16 + tier * 12, 800 - tall + tier * tall // 4
            pen.polygon(
                [(x, at - 20), (x - reach, at + tall // 3), (x + reach, at + tall // 3)],
                fill=mix(rgb("#2c6b4c"), rgb(street.sky[0]), 0.2),
            )


def _lamplight(picture: Image.Image, street: Street) -> None:
    """Let the window's light fall on the wall and the pavement."""
    light = rgb("#ffd98c")
    for center, radius in (((340, 600), 300), ((740, 560), 200), ((340, 860), 220)):
        halo = glow(picture.size, center, radius).point(lambda v: v * street.lamp // 300)
        picture.paste(light, (0, 0), halo.filter(ImageFilter.GaussianBlur(12)))
