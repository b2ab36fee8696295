"""The exact order of stores found: by geodesic distance, within a metre by external id."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.context.distance import EQUAL_KM, distance_km, exact_km, fast_doubt

Candidate = tuple[str, float, float, int]
"""External id, latitude, longitude, slot."""

Ranked = tuple[float, str, int]
"""Distance in kilometres, external id, slot."""

_Measured = tuple[float, Candidate]

_POLE = 90


def ranked(lat: float, lon: float, candidates: Sequence[Candidate], count: int) -> list[Ranked]:
    """Order the `count` nearest of the candidates as seen from a place."""
    if len(candidates) == 1:
        name, there_lat, there_lon, slot = candidates[0]
        return [(distance_km(lat, lon, there_lat, there_lon), name, slot)]
    measured = sorted((distance_km(lat, lon, one[1], one[2]), one) for one in candidates)
    if len(measured) > count:
        last = measured[count - 1][0]
        measured = [one for one in measured if one[0] <= last + fast_doubt(one[0])]
    return list(islice(_ordered(lat, lon, measured), count))


def _ordered(lat: float, lon: float, measured: Sequence[_Measured]) -> Iterator[Ranked]:
    for doubtful in _runs(measured):
        yield from _settled(lat, lon, doubtful)


def _runs(measured: Sequence[_Measured]) -> Iterator[Sequence[_Measured]]:
    """Cut where the gap to the next is too wide for any doubt."""
    start = 0
    for end in range(1, len(measured) + 1):
        if end < len(measured):
            further = measured[end][0]
            if further <= measured[end - 1][0] + fast_doubt(further):
                continue
        yield measured[start:end]
        start = end


def _settled(lat: float, lon: float, doubtful: Sequence[_Measured]) -> Iterator[Ranked]:
    """Order stores whose fast distances do not tell which is nearer."""
    if len(doubtful) == 1:
        far, (name, _, _, slot) = doubtful[0]
        yield far, name, slot
        return
    exact: dict[tuple[float, float], float] = {}
    pool: list[Ranked] = []
    for _, (name, there_lat, there_lon, slot) in doubtful:
        # At a pole the longitude says nothing, and many clamped places may lie there.
        spot = there_lat, there_lon if abs(there_lat) < _POLE else 0.0
        if spot not in exact:
            exact[spot] = exact_km(lat, lon, *spot)
        pool.append((exact[spot], name, slot))
    pool.sort()
    while pool:
        equal = next((n for n, one in enumerate(pool) if one[0] > pool[0][0] + EQUAL_KM), len(pool))
        yield pool.pop(min(range(equal), key=lambda n: pool[n][1]))


class Horizon:
    """Tells which stores are within `km` of a place, or as near as the store at `spot`."""

    __slots__ = ("_exact", "_here", "_km", "_spot")

    def __init__(
        self, here: tuple[float, float], km: float, spot: tuple[float, float] | None = None
    ) -> None:
        self._here = here
        self._km = km
        self._spot = spot
        self._exact: float | None = None if spot else km

    def includes(self, lat: float, lon: float) -> bool:
        """Tell whether a place is not beyond the horizon, exactly."""
        fast = distance_km(*self._here, lat, lon)
        if abs(fast - self._km) > fast_doubt(max(fast, self._km)):
            return fast < self._km
        if self._exact is None:
            assert self._spot is not None
            self._exact = exact_km(*self._here, *self._spot) + EQUAL_KM
        return exact_km(*self._here, lat, lon) <= self._exact
