"""What the tree asks of a search that it shows places to."""

from collections.abc import Callable, Sequence
from typing import Protocol

Point = tuple[float, float, float]


class Looking(Protocol):
    """A search going on: its limit (a squared chord) and its wanted kinds shrink as it scans."""

    spot: Point
    limit: float
    wanted: int
    far: float  # not zero: chords do not serve any more

    def narrow(self) -> bool:
        """Want fewer kinds from now on, after many places were shown; False: stop instead."""
        ...

    @property
    def beyond(self) -> Callable[[int], bool] | None:
        """Return what tells that no place of a node matters, though its box is within the limit."""
        ...

    def scan(self, slots: Sequence[int]) -> None:
        """Look at places."""
        ...


class Reaching(Protocol):
    """A search among far places: its reach in km shrinks as it scans."""

    spot: Point
    limit: float
    reach: float
    wanted: int

    def least(self, node: int) -> float:
        """Return a distance in km that no place of a node is within."""
        ...

    def scan(self, slots: Sequence[int]) -> None:
        """Look at places."""
        ...
