"""Codes joined from strips are the codes of one picture."""

from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.render.animation.gif import TRAILER, frame, header
from app.render.animation.lzw import compressed, depth_of, joined, strips


def decoded(size: tuple[int, int], depth: int, data: bytes) -> bytes:
    """Return the indices that Pillow reads."""
    table = b"".join(bytes((value,) * 3) for value in range(1 << depth))
    film = header(size, table, loop=False) + frame((0, 0, *size), data) + TRAILER
    with Image.open(BytesIO(film)) as opened:
        return opened.convert("L").tobytes()


@st.composite
def pictures(draw: st.DrawFn) -> tuple[int, list[Image.Image]]:
    """Draw a depth and pictures of one width, from flat ones to noise."""
    depth, width = draw(st.integers(2, 8)), draw(st.integers(1, 90))
    found = []
    for _ in range(draw(st.integers(1, 4))):
        height = draw(st.integers(1, 60))
        random, share = draw(st.randoms(use_true_random=False)), draw(st.floats(0, 1))
        pixels = bytes(
            random.randrange(1 << depth) if random.random() < share else 1
            for _ in range(width * height)
        )
        found.append(Image.frombytes("L", (width, height), pixels))
    return depth, found


@pytest.mark.no_cover
@given(pictures())
def test_joined_strips_are_one_picture(drawn: tuple[int, list[Image.Image]]) -> None:
    """However many codes each has, and however wide these have grown."""
    depth, parts = drawn
    size = (parts[0].width, sum(part.height for part in parts))
    data = joined([one for part in parts for one in strips(part, depth)], depth)
    assert b"".join(part.tobytes() for part in parts) == decoded(size, depth, data)


@pytest.mark.parametrize("depth", [2, 5, 8])
def test_a_picture_that_fills_tables_takes_several_strips(depth: int) -> None:
    """Noise as large as a canvas is split until no table fills, down to parts of a row."""
    noise = Image.frombytes("L", (4096, 12), Random(7).randbytes(4096 * 12))
    noise = noise.point([value % (1 << depth) for value in range(256)])
    found = strips(noise, depth)
    assert len(found) > 3
    assert noise.tobytes() == decoded(noise.size, depth, joined(found, depth))


def test_nothing_takes_no_strip() -> None:
    """Rows above a part that begins at the top."""
    assert strips(Image.new("L", (20, 0)), 4) == []


def test_few_colors_take_few_bits() -> None:
    """An index of up to 3 takes two, the least a GIF knows; 4 takes three."""
    assert depth_of(Image.new("L", (2, 2), 0)) == 2
    assert depth_of(Image.new("L", (2, 2), 4)) == 3
    assert depth_of(Image.new("L", (2, 2), 255)) == 8
    picture = Image.new("L", (9, 9), 3)
    assert picture.tobytes() == decoded((9, 9), 2, compressed(picture, 2))
