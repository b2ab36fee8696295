"""Which view shows the stores and the reader, out of few: views that many readers share."""

from collections.abc import Sequence
from math import cos, floor, log, radians

from app.model.nodes.area import STEPS, Area
from app.render.maps.projection import View

Place = tuple[float, float]  # latitude, longitude
_LEAST_KM = 80  # across; nearer, the coast is only a few corners
_MOST_KM = 9000  # across; farther, the reader is left out
_SIDE, _ABOVE, _BELOW = 0.14, 0.24, 0.12  # of the view's sides that stay free of pins
_GRID = 8  # steps to a view's side, in which its middle moves
_LADDER = 2**0.25  # from one scale to the next
_KM_PER_DEGREE = 111.2


def places(numbers: Sequence[int]) -> list[Place]:
    """Return the places of a node's field."""
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    return [(lat / STEPS, lon / STEPS) for lat, lon in pairs]


def framed(node: Area) -> View:
    """Return the view of a map: around its first store, or around everything it shows."""
    stores, reader = places(node.stores), places(node.reader)
    width, height = node.box[2:]
    if node.extent_km:
        lat, lon = stores[0]
        return View(round(lat, 2), round(lon, 2), width / node.extent_km, width, height)
    view = _around([*stores, *reader], width, height)
    if width / view.scale > _MOST_KM:
        view = _around(stores[:1], width, height)
    return view


def _around(shown: Sequence[Place], width: int, height: int) -> View:
    """Return a view that shows places with room for their pins."""
    first = shown[0][1]
    lats = [lat for lat, _ in shown]
    lons = [first + (lon - first + 180) % 360 - 180 for _, lon in shown]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    wide = (max(lons) - min(lons)) * _KM_PER_DEGREE * cos(radians(lat))
    tall = (max(lats) - min(lats)) * _KM_PER_DEGREE
    # Half a step of the grid on each side, by which the middle may be off.
    free = 1 / _GRID
    needed = max(
        wide / (1 - 2 * _SIDE - free), tall / (1 - _ABOVE - _BELOW - free) * width / height, 1.0
    )
    across = max(_LEAST_KM, _LADDER ** -floor(-log(needed) / log(_LADDER)))
    lat += (_ABOVE - _BELOW) / 2 * across * height / width / _KM_PER_DEGREE
    step = across / _GRID / _KM_PER_DEGREE
    down = step * min(1.0, height / width)
    lat = round(lat / down) * down
    turn = step / max(0.05, cos(radians(lat)))
    return View(round(lat, 5), round(round(lon / turn) * turn, 5), width / across, width, height)
