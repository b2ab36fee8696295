"""How long opens take is known to 15 %, of the last minute, while somebody looks."""

import pytest

from app.delivery.stopwatch import Stage, Stopwatch
from app.model.buckets import bucket_of, quantile_ms


class Ticks:
    """A clock of seconds that stands where it was set."""

    def __init__(self):
        self.at = 100.0

    def __call__(self):
        """Return the instant it was set to."""
        return self.at


@pytest.mark.parametrize("ms", [0.05, 0.8, 12, 300, 9000])
def test_a_quantile_is_right_to_a_bucket(ms):
    """Never less than what was measured, never over 15 % more."""
    times = {bucket_of(ms / 1000): 3}
    assert ms <= quantile_ms(times, 0.95) <= 1.16 * ms


def test_the_slow_ones_show_in_the_high_quantile_alone():
    """Six of a hundred take 100 times as long."""
    times = {bucket_of(0.001): 94, bucket_of(0.1): 6}
    assert quantile_ms(times, 0.5) < 1.2
    assert quantile_ms(times, 0.95) > 99
    assert quantile_ms({}, 0.5) is None


def test_what_is_older_than_a_minute_is_forgotten():
    """A quiet minute leaves nothing, however busy the one before."""
    ticks = Ticks()
    watch = Stopwatch(ticks)
    watch.times()
    watch.note(Stage.DRAWING, ticks.at - 1)
    ticks.at += 31
    assert sum(watch.times()["drawing"].values()) == 1
    ticks.at += 31
    assert sum(watch.times()["drawing"].values()) == 0
