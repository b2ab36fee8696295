"""A bounded memory for hot paths: two generations of a plain dict.

What was asked for since the young generation began survives its end; the rest is forgotten. An
order of magnitude faster than a linked least-recently-used list, which no hot path can afford.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Keeps between `most` / 2 and `most` values (two at least), none of them None."""

    __slots__ = ("_half", "_old", "_young")

    def __init__(self, most: int) -> None:
        self._half = max(1, most // 2)
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def get(self, key: K) -> V | None:
        """Return a kept value; it is then as if it had just been put."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value, forgetting those not asked for in a long time."""
        if len(self._young) >= self._half and key not in self._young:
            self._old = self._young
            self._young = {}
        self._young[key] = value

    def drop(self, key: K) -> None:
        """Forget one value."""
        self._young.pop(key, None)
        self._old.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._young.clear()
        self._old = {}


class KeptBytes(Generic[K]):
    """Keeps bodies of up to `most` bytes in all, two generations of half as much each."""

    __slots__ = ("_held", "_old", "_young", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._young: dict[K, bytes] = {}
        self._old: dict[K, bytes] = {}
        self._held = 0  # bytes in the young generation

    def get(self, key: K) -> bytes | None:
        """Return a kept body; it is then as if it had just been put."""
        body = self._young.get(key)
        if body is None:
            body = self._old.get(key)
            if body is not None:
                self.put(key, body)
        return body

    def put(self, key: K, body: bytes) -> None:
        """Keep a body; one larger than half the room is not kept."""
        half = self.most // 2
        if len(body) > half:
            return
        if self._held + len(body) > half:
            self._old, self._young, self._held = self._young, {}, 0
        former = self._young.get(key)
        self._held += len(body) - (len(former) if former is not None else 0)
        self._young[key] = body


class Weighed(Generic[K, V]):
    """Keeps values, none of them None, of up to `most` weight in all: two generations.

    Threads may share it: no two of them put at once, and a look-up is one of a plain dict.
    """

    __slots__ = ("_held", "_lock", "_old", "_weigh", "_young", "most")

    def __init__(self, most: int, weigh: Callable[[V], int]) -> None:
        self.most = most
        self._weigh = weigh
        self._lock = Lock()
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._held = 0  # weight of the young generation

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    @property
    def weight(self) -> int:
        """Return what is kept weighs."""
        with self._lock:
            kept = self._old | self._young
        return sum(map(self._weigh, kept.values()))

    def get(self, key: K) -> V | None:
        """Return a kept value; it is then as if it had just been put."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value; one heavier than half of all is not kept."""
        weight = self._weigh(value)
        half = self.most // 2
        if weight > half:
            return
        with self._lock:
            if key in self._young:
                return
            if self._held + weight > half:
                self._old, self._young, self._held = self._young, {}, 0
            self._young[key] = value
            self._held += weight
