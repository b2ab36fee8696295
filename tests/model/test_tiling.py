"""Tiles of web maps: the place is in the middle, and the picture is covered."""

from hypothesis import given
from hypothesis import strategies as st

from app.model.tiling import SIDE, grid

PLACES = st.tuples(st.floats(-84, 84), st.floats(-180, 180))
SIZES = st.tuples(st.integers(20, 800), st.integers(20, 500))


@given(PLACES, st.integers(3, 18), SIZES)
def test_tiles_cover_the_picture(
    place: tuple[float, float], zoom: int, size: tuple[int, int]
) -> None:
    """No pixel is without a tile, and no tile lies outside."""
    found = grid(*place, zoom, *size)

    for offset, count, side in (
        (found.left, found.columns, size[0]),
        (found.top, found.rows, size[1]),
    ):
        assert 0 <= offset < SIDE
        assert (count - 1) * SIDE < offset + side <= count * SIDE
    assert len(set(found.tiles())) == min(found.columns, 1 << zoom) * found.rows
    assert all(0 <= c < 1 << zoom and 0 <= r < 1 << zoom for c, r in found.tiles())


@given(PLACES, st.integers(5, 18), SIZES)
def test_the_place_is_in_the_middle(
    place: tuple[float, float], zoom: int, size: tuple[int, int]
) -> None:
    """A picture is centred to the pixel, but near the poles, where the map ends."""
    x, y = grid(*place, zoom, *size).at(*place)

    assert abs(x - size[0] / 2) <= 1
    assert abs(y - size[1] / 2) <= 1 or abs(place[0]) > 60


def test_a_known_tile() -> None:
    """The numbers are those that every web map uses."""
    found = grid(51.5074, -0.1278, 12, 10, 10)

    assert (found.column, found.row) == (2046, 1362)


def test_a_picture_over_the_date_line() -> None:
    """Columns run on around the world."""
    found = grid(-17.8, 179.99, 10, 600, 200)

    assert [column for column, _ in found.tiles()][: found.columns] == [1022, 1023, 0, 1]
    assert 300 < found.at(-17.8, -179.99)[0] < 320
