"""From latitude and longitude to pixels: Lambert's azimuthal projection around a middle.

Areas are true, and near the middle so are shapes and directions: it suits a city and a continent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

from app.render.atlas import Bounds

_EARTH_KM = 6371.0088
_LEAST_COSINE = -0.999  # the other side of the Earth has no place
_SAMPLES = 8  # along each edge of a view


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of `width` by `height` pixels around a place, `scale` pixels to a kilometre."""

    lat: float
    lon: float
    scale: float
    width: float
    height: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the pixel of a place, from the upper left corner."""
        return self.line((lon,), (lat,))[0]

    def line(self, lons: Sequence[float], lats: Sequence[float]) -> list[tuple[float, float]]:
        """Return the pixels of places."""
        sine, cosine = sin(radians(self.lat)), cos(radians(self.lat))
        reach = self.scale * _EARTH_KM
        across, down = self.width / 2, self.height / 2
        found = []
        for lon, lat in zip(lons, lats, strict=True):
            turn, tilt = radians(lon - self.lon), radians(lat)
            level, high, ahead = cos(tilt), sin(tilt), cos(turn)
            share = max(sine * high + cosine * level * ahead, _LEAST_COSINE)
            stretch = reach * sqrt(2 / (1 + share))
            found.append(
                (
                    across + stretch * level * sin(turn),
                    down - stretch * (cosine * high - sine * level * ahead),
                )
            )
        return found

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return latitude and longitude of a pixel; longitudes run on beyond 180."""
        reach = self.scale * _EARTH_KM
        east, north = (x - self.width / 2) / reach, (self.height / 2 - y) / reach
        away = hypot(east, north)
        if away == 0:
            return self.lat, self.lon
        angle = 2 * asin(min(1.0, away / 2))
        sine, cosine = sin(radians(self.lat)), cos(radians(self.lat))
        lat = asin(max(-1.0, min(1.0, cos(angle) * sine + north * sin(angle) * cosine / away)))
        turn = atan2(east * sin(angle), away * cosine * cos(angle) - north * sine * sin(angle))
        return degrees(lat), self.lon + degrees(turn)

    def bounds(self) -> Bounds:
        """Return the degrees that the rectangle touches."""
        places = [
            self.place(self.width * x / _SAMPLES, self.height * y / _SAMPLES)
            for x in range(_SAMPLES + 1)
            for y in range(_SAMPLES + 1)
            if x in (0, _SAMPLES) or y in (0, _SAMPLES)
        ]
        places += [self.place(self.width / 2, 0), self.place(self.width / 2, self.height)]
        lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
        return min(lons), min(lats), max(lons), max(lats)
