"""Product pictures: a drawn object standing on a brand-coloured ground with a soft shadow."""

import csv
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from app.demo.draw.palette import glow, mix, rgb, vertical

SIDE = 400
GROUNDS = {
    "sand": "#ead9bd",
    "mist": "#cfdde0",
    "dusk": "#c9cbdc",
    "cream": "#f0e6d2",
    "sage": "#d3dfcb",
    "frost": "#dbe8f0",
}
RECIPES = Path(__file__).with_name("recipes.csv")


def draw_products(emoji: Path, out: Path, *, recipes: Path = RECIPES) -> int:
    """Write every product picture; return how many. `emoji` holds `<code point>.webp` files."""
    out.mkdir(parents=True, exist_ok=True)
    with recipes.open(encoding="utf-8", newline="") as lines:
        wanted = list(csv.DictReader(lines))
    for recipe in wanted:
        with Image.open(emoji / f"{recipe['emoji']}.webp") as loaded:
            thing = turned(loaded.convert("RGBA"), int(recipe["hue_degrees"]))
        picture = compose(thing, GROUNDS[recipe["ground"]])
        picture.save(out / recipe["image"], quality=86, optimize=True, progressive=True)
    return len(wanted)


def compose(thing: Image.Image, ground: str) -> Image.Image:
    """Return the object (RGBA) on a 400x400 stage of the ground's colour."""
    wall = rgb(ground)
    stage = vertical((SIDE, SIDE), (mix(wall, (255, 255, 255), 0.35), wall))
    floor = vertical((SIDE, SIDE - 296), (mix(wall, (60, 50, 40), 0.10), wall))
    stage.paste(floor, (0, 296))
    # The edge between wall and floor would be a hard line in a photograph of paper: soften it.
    edge = stage.crop((0, 270, SIDE, 330)).filter(ImageFilter.GaussianBlur(10))
    stage.paste(edge.crop((0, 8, SIDE, 52)), (0, 278))
    light = glow((SIDE, SIDE), (SIDE // 2, 190), 150).point(lambda value: value * 5 // 10)
    stage.paste((255, 255, 255), (0, 0), light)
    thing = _fitted(thing, 264)
    left, top = (SIDE - thing.width) // 2, 332 - thing.height
    for mask in _shadows(thing, left, top):
        stage.paste(mix(wall, (38, 32, 44), 0.78), (0, 0), mask)
    stage.paste(thing, (left, top), thing)
    return stage


def turned(thing: Image.Image, degrees: int) -> Image.Image:
    """Return the object with its hues turned, its lights and darks kept."""
    if not degrees:
        return thing
    alpha = thing.getchannel("A")
    hue, saturation, value = thing.convert("RGB").convert("HSV").split()
    hue = hue.point(lambda level: (level + round(degrees * 256 / 360)) % 256)
    saturation = saturation.point(lambda level: level * 6 // 10)
    value = value.point(lambda level: level * 9 // 10)
    recolored = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    recolored.putalpha(alpha)
    return recolored


def _fitted(thing: Image.Image, side: int) -> Image.Image:
    box = thing.getchannel("A").point(lambda level: 255 if level > 20 else 0).getbbox()  # noqa: PLR2004 - faint edges do not count
    thing = thing.crop(box) if box else thing
    scale = min(side / thing.width, side / thing.height)
    size = (round(thing.width * scale), round(thing.height * scale))
    return thing.resize(size, Image.Resampling.LANCZOS)


def _shadows(thing: Image.Image, left: int, top: int) -> tuple[Image.Image, Image.Image]:
    """Return a wide soft shadow and a narrow contact shadow, both under the object."""
    shape = thing.getchannel("A")
    lying = shape.resize((round(thing.width * 1.04), max(18, thing.height // 7)))
    wide = Image.new("L", (SIDE, SIDE), 0)
    wide.paste(lying, (left - round(thing.width * 0.02), 332 - lying.height * 6 // 10))
    wide = wide.filter(ImageFilter.GaussianBlur(13)).point(lambda level: level * 55 // 100)
    contact = Image.new("L", (SIDE, SIDE), 0)
    contact.paste(shape, (left, top + 6))
    contact = contact.filter(ImageFilter.GaussianBlur(5)).point(lambda level: level * 35 // 100)
    fade = vertical((SIDE, SIDE), ((0, 0, 0), (0, 0, 0), (255, 255, 255))).convert("L")
    return wide, ImageChops.multiply(contact, fade)
