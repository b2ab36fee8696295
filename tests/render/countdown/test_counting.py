"""Seconds as units."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.nodes.countdown import LONGEST_S, SECONDS, Countdown
from app.model.scene import Text
from app.render.countdown.counting import amounts, left_after, moves, shape, typical, written
from tests.render.animation.films import DAY, HOUR, MINUTE, a_countdown

UNITS = st.sampled_from(["dhms", "dhm", "dh", "d", "hms", "hm", "ms", "m", "s"])
LEFT = st.integers(1, LONGEST_S) | st.integers(1, 3 * DAY)


@given(UNITS, LEFT)
def test_amounts_sum_up_to_what_is_left(units: str, left: int) -> None:
    """Rounded up to the smallest unit; only the first may hold more than makes a larger one."""
    found = amounts(a_countdown(units=units), left)
    total = sum(SECONDS[unit] * amount for unit, amount in found)
    least = SECONDS[units[-1]]
    assert [unit for unit, _ in found] == list(units)
    assert left <= total < left + least
    for (larger, _), (unit, amount) in pairwise(found):
        assert amount * SECONDS[unit] < SECONDS[larger]


@pytest.mark.parametrize(
    ("left", "units", "shown"),
    [
        (3 * DAY, "dhms", "dhms"),
        (DAY - 1, "dhms", "hms"),
        (HOUR - 1, "dhms", "ms"),
        (1, "dhms", "ms"),
        (MINUTE, "dhm", "hm"),
        (1, "s", "s"),
        (2 * HOUR, "dh", "dh"),
    ],
)
def test_folding_leaves_out_what_is_nothing(left: int, units: str, shown: str) -> None:
    """From the largest unit on, down to two."""
    folded = amounts(a_countdown(units=units, fold=True), left)
    assert "".join(unit for unit, _ in folded) == shown


@given(UNITS, LEFT, st.booleans())
def test_a_typical_one_has_the_same_shape(units: str, left: int, fold: bool) -> None:  # noqa: FBT001  # drawn
    """It stands for all whose cells and digits stand where its own do."""
    node = a_countdown(left, units=units, fold=fold)
    other = typical(node)
    assert shape(node, left) == shape(other, other.left_s)
    assert typical(other) == other


def test_amounts_have_two_digits_at_least() -> None:
    """In the digits of the reader."""
    assert [written(each) for each in (0, 7, 10, 123)] == ["00", "07", "10", "123"]
    assert written(120, "٠١٢٣٤٥٦٧٨٩") == "١٢٠"


def test_time_passes_and_begins_again() -> None:
    """Nothing is less than nothing; a daily one has the next day left."""
    once, daily = a_countdown(5), a_countdown(5, restart_s=DAY)
    assert [left_after(once, passed) for passed in (0, 4, 5, 9)] == [5, 1, 0, 0]
    assert [left_after(daily, passed) for passed in (4, 5, 9)] == [1, DAY, DAY - 4]


def test_only_digits_of_a_film_move() -> None:
    """Not words, not what is over, not a still, nor anything else."""
    assert moves(a_countdown())
    text: object = Text(content="x", box=(0, 0, 9, 9), ink="#000000ff")
    still: list[object] = [
        a_countdown(0), a_countdown(film_s=1), a_countdown(stable="Friday"), text,
        Countdown(box=(0, 0, 9, 9), ink="#000000ff", label_ink="#000000ff"),
    ]  # fmt: skip
    assert not any(map(moves, still))
