"""Maps of the studio: the world that comes with Opentime, drawn as emails draw it; names of cities.

Emails show a city or a country; here people also look at all of the Earth, so the projection is
Mercator's. `static/studio/js/map.js` has the same one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import atan, cos, degrees, isfinite, log, pi, radians, sinh, tan

from app.errors import Unacceptable
from app.render.atlas import Atlas, Bounds, City
from app.render.maps.area import Cartographer, Colors
from app.render.maps.projection import View

MOST_KM, LEAST_KM = 40_075.0, 2.0  # across
MOST_SIDE = 1600  # CSS pixels
_KEPT_BYTES = 6 * 1024 * 1024
_DENSITIES = (1, 2)
_NAMED = 14
_EARTH_KM = 6371.0088
_HIGHEST = 85.0  # degrees north or south that are drawn
_LIGHT = Colors(land="#f3f0e6ff", water="#d5e4e6ff", ink="#5d6b64ff")
_DARK = Colors(land="#26322dff", water="#131d20ff", ink="#9fb3a9ff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What somebody looks at: a place in the middle (degrees), so many kilometres across."""

    lat: float
    lon: float
    km: float
    width: int  # CSS pixels
    height: int
    density: int = 1
    is_dark: bool = False


class Mercator(View):
    """A rectangle of Mercator's map; `scale` holds at its middle."""

    @property
    def _reach(self) -> float:
        """Pixels to a radian of longitude."""
        return self.scale * _EARTH_KM * cos(radians(self.lat))

    def line(self, lons: Sequence[float], lats: Sequence[float]) -> list[tuple[float, float]]:
        """Return the pixels of places."""
        reach, middle = self._reach, _stretched(self.lat)
        across, down = self.width / 2, self.height / 2
        return [
            (across + reach * radians(lon - self.lon), down - reach * (_stretched(lat) - middle))
            for lon, lat in zip(lons, lats, strict=True)
        ]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return latitude and longitude of a pixel; longitudes run on beyond 180."""
        reach = self._reach
        tilt = _stretched(self.lat) + (self.height / 2 - y) / reach
        return degrees(atan(sinh(tilt))), self.lon + degrees((x - self.width / 2) / reach)

    def bounds(self) -> Bounds:
        """Return the degrees that the rectangle touches, at most once around the Earth."""
        (north, west), (south, east) = self.place(0, 0), self.place(self.width, self.height)
        turn = 179.999
        return max(west, self.lon - turn), south, min(east, self.lon + turn), north


class MapPictures:
    """Draws views, one at a time; those drawn last are kept."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._cartographer = Cartographer(atlas, keep_bytes=_KEPT_BYTES)
        self._turn = asyncio.Lock()

    async def picture(self, looked: Looked) -> bytes:
        """Return a view as PNG, beside the loop; raises Unacceptable."""
        view = _view(looked)
        if looked.density not in _DENSITIES:
            raise _unacceptable("density", looked.density, "Use 1 or 2.")
        colors = _DARK if looked.is_dark else _LIGHT
        async with self._turn:
            return await asyncio.to_thread(self._drawn, view, colors, looked.density)

    def cities(self, looked: Looked) -> Sequence[City]:
        """Return the largest cities within a view, the largest first; raises Unacceptable."""
        return self._atlas.cities(_view(looked).bounds())[:_NAMED]

    def _drawn(self, view: View, colors: Colors, density: int) -> bytes:
        out = BytesIO()
        picture = self._cartographer.area(view, colors, density)
        picture.quantize(64).save(out, "PNG", compress_level=4)
        return out.getvalue()


def _stretched(lat: float) -> float:
    tilt = radians(max(-_HIGHEST, min(_HIGHEST, lat)))
    return log(tan(pi / 4 + tilt / 2))


def _view(looked: Looked) -> Mercator:
    checks = (
        ("lat", looked.lat, -_HIGHEST, _HIGHEST),
        ("lon", looked.lon, -180, 180),
        ("km", looked.km, LEAST_KM, MOST_KM),
        ("width", looked.width, 50, MOST_SIDE),
        ("height", looked.height, 50, MOST_SIDE),
    )
    for field, value, least, most in checks:
        if not (isfinite(value) and least <= value <= most):
            raise _unacceptable(field, value, f"It is {least:g} to {most:g}.")
    scale = looked.width / looked.km
    return Mercator(looked.lat, looked.lon, scale, looked.width, looked.height)


def _unacceptable(field: str, value: object, remedy: str) -> Unacceptable:
    return Unacceptable(
        f"A map cannot have a {field} of {value}.", remedy=remedy, field=field, value=str(value)
    )
