"""What tests of elements look for: colours in a picture, nodes as mail-safe HTML."""

from PIL import Image, ImageChops

from app.model.scene import Node, Scene
from app.render.html import scene_html

WHITE = (255, 255, 255)
RED, BLUE, GREEN, BLACK = "#ff0000ff", "#0000ffff", "#00ff00ff", "#000000ff"


def extent(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the smallest box (left, top, right, bottom) around all that is not white."""
    blank = Image.new("RGB", image.size, WHITE)
    return ImageChops.difference(image, blank).getbbox() or (0, 0, 0, 0)


def share(image: Image.Image, color: tuple[int, int, int]) -> float:
    """Return the share of pixels that are exactly of a colour."""
    found = {value: count for count, value in image.getcolors(2**24) or []}
    return found.get(color, 0) / (image.width * image.height)


def extent_of(image: Image.Image, color: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return the smallest box around the pixels that are exactly of a colour."""
    blank = Image.new("RGB", image.size, color)
    differs = ImageChops.difference(image, blank).convert("L").point(lambda v: 0 if v else 255)
    return differs.getbbox() or (0, 0, 0, 0)


def written(*nodes: Node, link: str = "") -> str:
    """Return nodes as mail-safe HTML."""
    scene = Scene(width=600, height=240, nodes=nodes)
    return scene_html(scene, say={}, link=link, alt="", picture_url=lambda digest: f"/r/{digest}")
