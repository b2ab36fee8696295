"""Pictures are fitted into boxes as asked, and those drawn last are kept."""

from io import BytesIO

from PIL import Image

from app.model.scene import Fit, Picture
from app.render.canvas import Canvas
from app.render.pictures import Gallery
from tests.pictures.uploads import halves
from tests.render.scenes import ASSETS, encoded


def drawn(node: Picture, body: bytes, size: tuple[int, int] = (40, 40)) -> Image.Image:
    """Return a black canvas with a picture on it."""
    canvas = Canvas(*size, "#000000ff", 1)
    assert Gallery({"a": body}.get).draw(canvas, node)
    return canvas.image


def test_cover_fills_the_box_and_keeps_the_focus() -> None:
    """The focused side stays visible."""
    body = encoded(halves(), "PNG")
    for focus, expected in (((0, 50), (255, 0, 0)), ((100, 50), (0, 0, 255))):
        image = drawn(Picture(asset="a", box=(0, 0, 40, 40), focus=focus), body)
        assert expected == image.getpixel((8, 20))


def test_contain_shows_the_whole_picture() -> None:
    """What the picture does not fill keeps the ground."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), fit=Fit.CONTAIN), encoded(halves(), "PNG"))
    assert [image.getpixel(at) for at in ((5, 2), (5, 20), (35, 20))] == [
        (0, 0, 0),
        (255, 0, 0),
        (0, 0, 255),
    ]


def test_fill_stretches() -> None:
    """The picture takes the box's shape."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), fit=Fit.FILL), encoded(halves(), "PNG"))
    assert [image.getpixel(at) for at in ((2, 2), (37, 37))] == [(255, 0, 0), (0, 0, 255)]


def test_corners_are_round_and_alpha_shows_the_ground() -> None:
    """Rounded corners and transparency let the ground through."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), radius=10), ASSETS["logo"])
    assert image.getpixel((0, 0)) == (0, 0, 0)
    opaque = drawn(Picture(asset="a", box=(0, 0, 40, 40), radius=10), ASSETS["photo"])
    assert opaque.getpixel((0, 0)) == (0, 0, 0)
    assert opaque.getpixel((20, 1)) != (0, 0, 0)


def test_a_fitted_picture_is_kept() -> None:
    """The second drawing does not read the asset again; what is too large is not kept."""
    asked: list[str] = []

    def read(digest: str) -> bytes:
        asked.append(digest)
        return ASSETS["photo"]

    for keep_bytes, times in ((10_000_000, 1), (10, 2)):
        asked.clear()
        gallery = Gallery(read, keep_bytes=keep_bytes)
        for _ in range(2):
            gallery.draw(Canvas(40, 40, "#000000ff", 1), Picture(asset="a", box=(0, 0, 40, 40)))
        assert times == len(asked)


def test_a_missing_asset_is_told() -> None:
    """Nothing is drawn, and the caller knows; an empty box wants no asset."""
    gallery = Gallery({}.get)
    canvas = Canvas(40, 40, "#000000ff", 1)
    assert not gallery.draw(canvas, Picture(asset="a", box=(0, 0, 40, 40)))
    assert gallery.draw(canvas, Picture(asset="a", box=(0, 0, 0, 40)))
    assert BytesIO(canvas.image.tobytes()).read() == bytes(40 * 40 * 3)
