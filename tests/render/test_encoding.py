"""Encoders keep every pixel where the format can, and need only look at what changed."""

from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from app.model.rendering import Format
from app.render.boxes import Box
from app.render.encoding import Ground, Over, encode
from app.render.encoding.indexed import Indexed
from app.render.encoding.palette import Palette

INKS = [(20, 30, 40), (250, 246, 239), (200, 85, 61), (9, 9, 9), (255, 255, 255)]


def opened(body: bytes) -> Image.Image:
    """Return the decoded RGB pixels."""
    with Image.open(BytesIO(body)) as picture:
        picture.load()
        return picture.convert("RGB")


def ramp(colors: int) -> Image.Image:
    """Return a picture of so many colours."""
    image = Image.new("RGB", (colors, 3))
    for x in range(colors):
        image.paste((x % 256, x * 7 % 256, x // 256), (x, 0, x + 1, 3))
    return image


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a picture without two equal pixels in a row."""
    return Image.frombytes("RGB", (width, height), Random(seed).randbytes(3 * width * height))


@pytest.mark.parametrize("colors", [2, 3, 200, 256, 257, 999])
def test_a_png_loses_nothing(colors: int) -> None:
    """A PNG decodes to the very pixels, with or without a palette."""
    image = ramp(colors)
    assert image.tobytes() == opened(encode(image, Format.PNG, sharp=False)).tobytes()


def test_few_colours_become_a_palette() -> None:
    """Flat pictures are indexed, others are not."""
    assert Indexed.of(ramp(64)) is not None
    assert Indexed.of(ramp(300)) is None
    flat = Image.new("RGB", (300, 300), (9, 9, 9))
    assert len(encode(flat, Format.PNG, sharp=False)) < 600


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=60, unique=True))
def test_every_colour_is_found_by_its_tables(colors: list[tuple[int, int, int]]) -> None:
    """The index of each pixel is the place of its colour among the sorted ones."""
    palette = Palette.of(colors)
    image = Image.new("RGB", (len(colors), 1))
    image.putdata(colors)
    if palette is not None:
        assert [sorted(colors).index(color) for color in colors] == list(
            palette.indices(image).tobytes()
        )


def test_blends_of_many_pairs_peel() -> None:
    """Sixteen steps between each of fifteen pairs of inks become one palette."""
    random = Random(3)
    colors = set()
    for _ in range(15):
        one, other = ([random.randrange(256) for _ in range(3)] for _ in range(2))
        for step in range(16):
            colors.add(tuple((a * step + b * (15 - step)) // 15 for a, b in zip(one, other)))  # noqa: B905  # three and three
    assert Palette.of(colors) is not None  # type: ignore[arg-type]  # triples


def test_colours_that_do_not_peel_are_written_in_full() -> None:
    """A cube of colours has none that stands alone: the PNG is in true colour, and exact."""
    cube = [(r, g, b) for r in (0, 9) for g in (0, 9) for b in (0, 9)]
    image = Image.new("RGB", (8, 1))
    image.putdata(cube)
    assert Palette.of(cube) is None
    assert image.tobytes() == opened(encode(image, Format.PNG, sharp=False)).tobytes()


def test_a_gif_of_few_colours_loses_nothing() -> None:
    """Up to 256 colours a GIF is exact; it holds one frame."""
    image = ramp(120)
    body = encode(image, Format.GIF, sharp=False)
    assert image.tobytes() == opened(body).tobytes()
    with Image.open(BytesIO(body)) as picture:
        assert getattr(picture, "n_frames", 1) == 1


def test_a_gif_of_many_colours_comes_near() -> None:
    """A ramp of thousands of colours is told by 256 of them."""
    image = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)])
    difference = ImageChops.difference(image, opened(encode(image, Format.GIF, sharp=False)))
    assert max(ImageStat.Stat(difference).mean) < 8


def test_a_sharp_jpeg_keeps_colour_edges() -> None:
    """Text is written without thinning out its colours."""
    image = Image.new("RGB", (64, 64), (255, 255, 255))
    for x in range(0, 64, 2):
        image.paste((200, 0, 0), (x, 0, x + 1, 64))
    sharp, soft = (encode(image, Format.JPG, sharp=sharp) for sharp in (True, False))
    red, green, _ = opened(sharp).getpixel((30, 30))  # type: ignore[misc]  # RGB
    assert red - green > 150
    assert len(soft) < len(sharp)


@pytest.mark.parametrize("sharp", [False, True])
@pytest.mark.parametrize("size", [(2, 2), (16, 16), (75, 33), (300, 140), (640, 40), (1168, 24)])
def test_tiles_change_no_pixel_of_a_jpeg(size: tuple[int, int], sharp: bool) -> None:  # noqa: FBT001  # parametrized
    """A JPEG in tiles decodes to the pixels of one without, and says it was not hurt."""
    image = noise(*size).resize(size)
    file = BytesIO()
    image.save(file, "JPEG", quality=82, subsampling="4:4:4" if sharp else "4:2:0")
    assert (
        opened(file.getvalue()).tobytes()
        == opened(encode(image, Format.JPG, sharp=sharp)).tobytes()
    )


def test_metadata_is_not_written() -> None:
    """No format carries a profile, a text, a time or a resolution of the source."""
    image = noise(20, 20)
    image.info |= {"icc_profile": b"x" * 60, "exif": b"Exif\0\0secret", "comment": b"secret"}
    for kind in Format:
        body = encode(image, kind, sharp=False)
        assert b"secret" not in body
        assert b"xxxx" not in body


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Image.Image, Image.Image, tuple[Box, ...]]:
    """Return a ground, a picture drawn upon it, and the boxes that were drawn."""
    width, height = draw(st.integers(2, 330)), draw(st.integers(2, 120))
    seed = draw(st.integers(0, 9))
    ground = (
        noise(width, height, seed) if draw(st.booleans()) else Image.new("RGB", (width, height))
    )
    for ink in draw(st.lists(st.sampled_from(INKS), max_size=3)):
        ground.paste(ink, (0, 0, draw(st.integers(1, width)), draw(st.integers(1, height))))
    image, boxes = ground.copy(), []
    for _ in range(draw(st.integers(0, 4))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        box = (left, top, draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height)))
        boxes.append(box)
        size = (box[2] - left, box[3] - top)
        what = noise(*size, 5) if draw(st.integers(0, 4)) == 0 else draw(st.sampled_from(INKS))
        image.paste(what, box)
    return ground, image, tuple(boxes)


@settings(deadline=None, max_examples=120)
@given(st.lists(pictures(), min_size=1, max_size=1), st.sampled_from(Format), st.booleans())
def test_what_changed_is_enough(
    drawn: list[tuple[Image.Image, Image.Image, tuple[Box, ...]]],
    kind: Format,
    sharp: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    """Encoding only what changed gives the very bytes that encoding everything gives."""
    ((ground, image, boxes),) = drawn
    kept = Ground(ground)
    first = encode(image, kind, sharp=sharp, over=Over(kept, boxes))
    again = encode(image, kind, sharp=sharp, over=Over(kept, boxes))
    nothing = encode(ground, kind, sharp=sharp, over=Over(kept, ()))
    assert first == again == encode(image, kind, sharp=sharp)
    assert nothing == encode(ground, kind, sharp=sharp)
