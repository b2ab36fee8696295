"""Mountain scenery by part of the day: layered ridges that fade into the air, trees in front."""

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from app.demo.draw.palette import Rgb, glow, mix, rgb, vertical

SIZE = (1200, 600)
# Drawn at twice the size and reduced: Pillow's polygons have hard edges.
OVER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """The colours of one scene; `far` and `near` are the first and the last ridge."""

    sky: tuple[str, ...]
    far: str
    near: str
    trees: str
    light: str
    light_at: tuple[float, float]  # of width, height
    light_size: float  # of height
    disc: bool = True
    stars: int = 0
    flakes: int = 0
    seed: int = 7


MOODS = {
    "night": Mood(
        sky=("#0a1730", "#14294a", "#2b466b", "#5b7391"), far="#4a6484", near="#0d1d2e",
        trees="#071019", light="#f4f0dc", light_at=(0.86, 0.20), light_size=0.055, stars=420,
        seed=11,
    ),
    "morning": Mood(
        sky=("#86b4cf", "#c3d7d8", "#f6e3c4", "#f9cfa0"), far="#c3bfb6", near="#2f5a52",
        trees="#173a36", light="#fff3d2", light_at=(0.86, 0.24), light_size=0.06, seed=23,
    ),
    "afternoon": Mood(
        sky=("#14527f", "#2b78a8", "#7db5d3", "#dfecef"), far="#a5c3cf", near="#2f6b4f",
        trees="#1a4636", light="#fffbe6", light_at=(0.86, 0.19), light_size=0.06, seed=31,
    ),
    "evening": Mood(
        sky=("#3a3a6b", "#8a4f7d", "#e0735a", "#f9b465"), far="#a8647a", near="#2c2140",
        trees="#170f26", light="#ffdf9a", light_at=(0.86, 0.23), light_size=0.07, seed=43,
    ),
    "winter": Mood(
        sky=("#7fa3c2", "#adc7d8", "#dfe8ec", "#f4f1ea"), far="#5f86a6", near="#f3f7f9",
        trees="#35556a", light="#ffffff", light_at=(0.30, 0.30), light_size=0.07, disc=False,
        flakes=260, seed=57,
    ),
}  # fmt: skip


def draw_scenery(out: Path) -> int:
    """Write `<mood>.jpg`, 1200x600, for every mood; return how many."""
    out.mkdir(parents=True, exist_ok=True)
    for name, mood in MOODS.items():
        scene(mood).save(out / f"{name}.jpg", quality=84, optimize=True, progressive=True)
    return len(MOODS)


def scene(mood: Mood) -> Image.Image:
    """Return one scene, the same for the same mood."""
    chance = random.Random(mood.seed)  # noqa: S311 - a landscape, not a secret
    size = (SIZE[0] * OVER, SIZE[1] * OVER)
    picture = vertical(size, tuple(rgb(color) for color in mood.sky))
    _stars(picture, mood, chance)
    _light(picture, mood)
    for depth in range(RIDGES):
        _ridge(picture, mood, depth, chance)
    _trees(picture, mood, chance)
    _flakes(picture, mood, chance)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


RIDGES = 6


def _stars(picture: Image.Image, mood: Mood, chance: random.Random) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for _ in range(mood.stars):
        x, y = chance.random() * picture.width, chance.random() ** 1.5 * picture.height * 0.6
        r = chance.choice((1.0, 1.0, 1.4, 1.4, 2.2, 3.0))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 250, 235, chance.randint(60, 230)))


def _light(picture: Image.Image, mood: Mood) -> None:
    """Put the sun or moon into the sky with a wide and a narrow glow."""
    width, height = picture.size
    center = (round(mood.light_at[0] * width), round(mood.light_at[1] * height))
    radius = round(mood.light_size * height)
    for reach, share in ((9, 40), (4, 55)):
        halo = glow(picture.size, center, radius * reach // 2)
        picture.paste(rgb(mood.light), (0, 0), halo.point(lambda v, s=share: v * s // 100))
    if mood.disc:
        x, y = center
        ImageDraw.Draw(picture).ellipse(
            (x - radius, y - radius, x + radius, y + radius), fill=rgb(mood.light)
        )


def _outline(
    chance: random.Random, points: int, rough: float, low: float, high: float
) -> list[float]:
    """Return heights by midpoint displacement, `points` a power of two, scaled to low..high."""
    line = [0.0] * (points + 1)
    step, swing = points, 1.0
    line[0], line[points] = chance.uniform(-1, 1), chance.uniform(-1, 1)
    while step > 1:
        half = step // 2
        for at in range(half, points, step):
            line[at] = (line[at - half] + line[at + half]) / 2 + chance.uniform(-swing, swing)
        step, swing = half, swing * rough
    least, most = min(line), max(line)
    return [low + (value - least) / (most - least) * (high - low) for value in line]


def _ridge(picture: Image.Image, mood: Mood, depth: int, chance: random.Random) -> None:
    """Paint one ridge; the farther, the paler and the sharper its peaks."""
    width, height = picture.size
    nearness = depth / (RIDGES - 1)
    color = mix(rgb(mood.far), rgb(mood.near), nearness**0.9)
    base = height * (0.66 + 0.26 * nearness)
    rise = height * (0.24 - 0.16 * nearness)
    heights = _outline(chance, 256, 0.53 - 0.07 * nearness, 0.0, rise)
    crest = [(i / 256 * width, base - h) for i, h in enumerate(heights)]
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).polygon([*crest, (width, height), (0, height)], fill=255)
    air = mix(color, rgb(mood.sky[-1]), 0.55 * (1 - nearness) + 0.12)
    top = int(base - rise)
    body = Image.new("RGB", picture.size, air)
    body.paste(vertical((width, round(height * 0.30)), (color, air)), (0, top))
    picture.paste(body, (0, 0), mask)


def _trees(picture: Image.Image, mood: Mood, chance: random.Random) -> None:
    """Stand spruces along the lower edge, taller towards the sides so that the middle is open."""
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for row, (paleness, scale) in enumerate(((0.35, 0.75), (0.0, 1.0))):
        color = mix(rgb(mood.trees), rgb(mood.near), paleness)
        x = -20.0
        while x < width + 20:
            side = abs(x / width - 0.5) * 2
            tall = height * (0.07 + 0.20 * side**2) * scale * chance.uniform(0.7, 1.15)
            _spruce(pen, (x, height + 6 - row * 2), tall, color, chance)
            x += chance.uniform(0.16, 0.42) * tall + 6
        floor = height * (0.985 if row else 0.965)
        pen.rectangle((0, floor, width, height), fill=color)


def _spruce(
    pen: ImageDraw.ImageDraw,
    foot: tuple[float, float],
    tall: float,
    color: Rgb,
    chance: random.Random,
) -> None:
    x, y = foot
    tiers = 7
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(1, tiers + 1):
        reach = tall * 0.20 * tier / tiers * chance.uniform(0.85, 1.15)
        at = y - tall * (1 - tier / tiers * 0.95)
        left += [(x - reach, at), (x - reach * 0.55, at - tall * 0.015)]
        right += [(x + reach, at), (x + reach * 0.55, at - tall * 0.015)]
    pen.polygon([(x, y - tall), *right, (x, y), *reversed(left)], fill=color)


def _flakes(picture: Image.Image, mood: Mood, chance: random.Random) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for _ in range(mood.flakes):
        x, y = chance.random() * picture.width, chance.random() * picture.height
        r = chance.choice((2, 3, 3, 4, 6))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 255, 255, chance.randint(110, 235)))
