"""Region names, spelled for every table as the address table spells them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import cos, radians

from app.adapters.geo.build.addresses import Spot

_CELL = 50  # hundredths of a degree
_FAR = 3 * _CELL


class Regions:
    """The region of a coordinate, by the nearest place of the address table."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._cells: defaultdict[tuple[str, int, int], list[Spot]] = defaultdict(list)
        for spot in spots:
            if spot.region:
                self._cells[spot.country, spot.lat // _CELL, spot.lon // _CELL].append(spot)

    def nearest(self, country: str, lat: float, lon: float) -> str:
        """Return the region of the nearest place in the country within 150 km, or nothing."""
        y, x = round(lat * 100), round(lon * 100)
        shrink = cos(radians(lat))
        best, name = float(_FAR * _FAR), ""
        for row in range(y // _CELL - 1, y // _CELL + 2):
            for column in range(x // _CELL - 1, x // _CELL + 2):
                for spot in self._cells.get((country, row, column), ()):
                    away = (spot.lat - y) ** 2 + ((spot.lon - x) * shrink) ** 2
                    if away < best:
                        best, name = away, spot.region
        return name

    def majority(self, rows: Iterable[tuple[str, str, float, float]]) -> dict[tuple[str, str], str]:
        """Return the region most members of each (country, area, lat, lon) group lie in.

        A group keeps its own name out of the tables: near a border the nearest place may lie on
        the other side, the majority of a whole state does not.
        """
        votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        # Half of Singapore's codes share a street corner: one vote for each square of 10 km or so.
        for country, area, lat, lon in {(c, a, round(y, 1), round(x, 1)) for c, a, y, x in rows}:
            votes[country, area][self.nearest(country, lat, lon)] += 1
        return {group: count.most_common(1)[0][0] for group, count in votes.items()}
