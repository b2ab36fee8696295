"""The exact order of stores found: by geodesic distance, within a metre by external id."""

from collections.abc import Iterator, Sequence

from geopy.distance import geodesic

from app.context.distance import distance_km

EQUAL_KM = 0.001
"""Stores that are not farther than the nearest by more than this are equally far."""

_FAST_ERROR = 3e-5  # twice the relative error of the fast distance
_MISLEADING_KM = 15_000  # beyond it the fast distance is off by up to
_MISLED_KM = 20
_MOST_GEODESICS = 64  # they take long; only places opposite on the globe have so many in doubt

Candidate = tuple[str, float, float, int]
"""External id, latitude, longitude, slot."""

Ranked = tuple[float, str, int]
"""Distance in kilometres, external id, slot."""

_Measured = tuple[float, Candidate]


def ranked(lat: float, lon: float, candidates: Sequence[Candidate], count: int) -> list[Ranked]:
    """Order the `count` nearest of the candidates as seen from a place."""
    measured = sorted((distance_km(lat, lon, one[1], one[2]), one) for one in candidates)
    if len(measured) == 1:
        far, (name, _, _, slot) = measured[0]
        return [(far, name, slot)]
    if len(measured) > count:
        last = measured[count - 1][0]
        measured = [one for one in measured if one[0] <= last + _doubt(last)]
    order: list[Ranked] = []
    for doubtful in _runs(measured):
        order += _settled(lat, lon, doubtful)
    return order[:count]


def _runs(measured: Sequence[_Measured]) -> Iterator[Sequence[_Measured]]:
    """Cut where the gap to the next is too wide for any doubt."""
    start = 0
    for end in range(1, len(measured) + 1):
        last = measured[end - 1][0]
        if end == len(measured) or measured[end][0] > last + _doubt(last):
            yield measured[start:end]
            start = end


def _doubt(distance: float) -> float:
    slack = _MISLED_KM if distance > _MISLEADING_KM else _FAST_ERROR * distance
    return EQUAL_KM + slack


def _settled(lat: float, lon: float, doubtful: Sequence[_Measured]) -> Iterator[Ranked]:
    """Order stores whose fast distances do not tell which is nearer."""
    spots = list(dict.fromkeys((one[1], one[2]) for _, one in doubtful))
    exact: dict[tuple[float, float], float] = {}
    if len(spots) > 1:
        exact = {spot: geodesic((lat, lon), spot).km for spot in spots[:_MOST_GEODESICS]}
    pool = sorted(
        (exact.get((there_lat, there_lon), far), name, slot)
        for far, (name, there_lat, there_lon, slot) in doubtful
    )
    while pool:
        chosen = min(
            (one for one in pool if one[0] <= pool[0][0] + EQUAL_KM), key=lambda one: one[1]
        )
        pool.remove(chosen)
        yield chosen


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
        if abs(fast - self._km) > _doubt(fast):
            return fast < self._km
        if self._exact is None:
            self._exact = geodesic(self._here, self._spot).km + EQUAL_KM
        return bool(geodesic(self._here, (lat, lon)).km <= self._exact)
