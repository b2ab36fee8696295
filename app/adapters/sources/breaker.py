"""A circuit breaker: who fails again and again is asked ever more seldom, until it answers."""

from collections.abc import Callable

OPENS_AFTER = 5  # failures in a row
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
LONGEST_HEEDED_S = 3600.0  # of what an upstream itself asks for


class Breaker:
    """Judges one upstream. Closed, it lets everybody through; open, nobody but one now and then.

    `monotonic` gives seconds, `random` 0 to 1. Each trial that is let through puts the next one
    off, so a trial that never reports holds nothing up.
    """

    def __init__(self, *, monotonic: Callable[[], float], random: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._random = random
        self._not_before = 0.0
        self.failures = 0  # in a row
        self.opened = 0  # times

    @property
    def is_open(self) -> bool:
        """Tell whether the upstream is taken to be down."""
        return self.failures >= OPENS_AFTER

    def wait_s(self) -> float:
        """Return for how long nobody is let through; 0 when somebody would be now."""
        return max(0.0, self._not_before - self._monotonic())

    def admits(self) -> bool:
        """Tell whether the upstream may be asked now; of an open breaker, one trial at a time."""
        if self.wait_s():
            return False
        if self.is_open:
            self._put_off(self._pause_s())
        return True

    def succeeded(self) -> None:
        """Note a good answer: all is forgiven."""
        self.failures = 0
        self._not_before = 0.0

    def failed(self, retry_after_s: float | None = None) -> None:
        """Note a failure, and for how long the upstream asked to be left alone."""
        self.failures += 1
        self.opened += self.failures == OPENS_AFTER
        if self.is_open:
            self._put_off(self._pause_s())
        if retry_after_s is not None:
            self._put_off(min(retry_after_s, LONGEST_HEEDED_S))

    def _put_off(self, seconds: float) -> None:
        self._not_before = max(self._not_before, self._monotonic() + seconds)

    def _pause_s(self) -> float:
        doublings = min(self.failures - OPENS_AFTER, 16)
        pause = min(FIRST_PAUSE_S * 2.0**doublings, LONGEST_PAUSE_S)
        return pause * (0.9 + 0.2 * self._random())
