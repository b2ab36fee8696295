"""Maps of the studio: the world that comes with Opentime, drawn as emails draw it; names of cities.

The view is that of `app/render/maps/projection.py`; `static/studio/js/map.js` has the same one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import isfinite

from app.errors import Unacceptable
from app.render.atlas import Atlas, City
from app.render.maps.area import Cartographer, Colors
from app.render.maps.projection import View

MOST_KM, LEAST_KM = 20_000.0, 2.0  # across
MOST_SIDE = 1600  # CSS pixels
_KEPT_BYTES = 6 * 1024 * 1024
_DENSITIES = (1, 2)
_NAMED = 14
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
        west, south, east, north = _view(looked).bounds()
        if east - west >= 360:  # noqa: PLR2004  # around the Earth
            west, east = -180.0, 179.999
        return self._atlas.cities((west, south, east, north))[:_NAMED]

    def _drawn(self, view: View, colors: Colors, density: int) -> bytes:
        out = BytesIO()
        picture = self._cartographer.area(view, colors, density)
        picture.quantize(64).save(out, "PNG", compress_level=4)
        return out.getvalue()


def _view(looked: Looked) -> View:
    checks = (
        ("lat", looked.lat, -90, 90),
        ("lon", looked.lon, -180, 180),
        ("km", looked.km, LEAST_KM, MOST_KM),
        ("width", looked.width, 50, MOST_SIDE),
        ("height", looked.height, 50, MOST_SIDE),
    )
    for field, value, least, most in checks:
        if not (isfinite(value) and least <= value <= most):
            raise _unacceptable(field, value, f"It is {least:g} to {most:g}.")
    scale = looked.width / looked.km
    return View(looked.lat, looked.lon, scale, looked.width, looked.height)


def _unacceptable(field: str, value: object, remedy: str) -> Unacceptable:
    return Unacceptable(
        f"A map cannot have a {field} of {value}.", remedy=remedy, field=field, value=str(value)
    )
