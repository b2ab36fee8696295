"""How often something may be tried: so many times a minute for each name, bounded in memory."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from app.model.keeping import Kept

_MOST_NAMES = 10_000


class Attempts(Protocol):
    """Counts attempts of every process of a home."""

    async def wait_s(self, *names: str) -> float:
        """Note one attempt under each name, unless one has had too many: then seconds to wait."""
        ...


class Throttle:
    """Counts attempts of one process by name over a sliding window. Loop thread only."""

    def __init__(
        self,
        *,
        most: int,
        window_s: float,
        monotonic: Callable[[], float],
        names: int = _MOST_NAMES,
    ) -> None:
        self._most = most
        self._window_s = window_s
        self._monotonic = monotonic
        self._attempts: Kept[str, deque[float]] = Kept(names)

    def wait_s(self, *names: str) -> float:
        """Note one attempt under each name, unless one has had too many: then seconds to wait."""
        at = self._monotonic()
        waits = [self._left(name, at) for name in names]
        longest = max(waits, default=0.0)
        if longest <= 0:
            for name in names:
                attempts = self._attempts.get(name)
                if attempts is None:
                    attempts = deque(maxlen=self._most)
                    self._attempts.put(name, attempts)
                attempts.append(at)
        return max(longest, 0.0)

    def _left(self, name: str, at: float) -> float:
        attempts = self._attempts.get(name)
        if attempts is None or len(attempts) < self._most:
            return 0.0
        return attempts[0] + self._window_s - at
