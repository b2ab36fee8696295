"""Land, water and borders of a view, drawn once and kept.

Equal views in equal colours are one picture, so readers near each other share it.
"""

from dataclasses import dataclass, replace
from threading import Lock

from cachetools import LRUCache
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.model.nodes.basics import Color
from app.render.atlas import Atlas, Layer
from app.render.colors import faded, mixed, rgba
from app.render.maps.clipping import frame_of, lines_within, polygon_within
from app.render.maps.projection import View

_KEPT_BYTES = 24 * 1024 * 1024
_LEAST_CORNERS = 3
_FINE = 3  # samples per pixel and axis
_MOST_SAMPLED = 12_000_000
_SHORE, _SHORE_OPACITY = 5, 0.55  # CSS pixels that the light along the coast reaches; its strength
_COAST_OPACITY = 0.22
_BORDER, _BORDER_OPACITY = 1.1, 0.42  # CSS pixels
_REGION, _REGION_OPACITY = 0.8, 0.16
_WIDEST_REGIONS = 1800  # km that a view may be wide to show the borders within countries


@dataclass(frozen=True, slots=True)
class Colors:
    """What land, water and lines are drawn in."""

    land: Color
    water: Color
    ink: Color


class Cartographer:
    """Draws views; those drawn last are kept ready, bounded by bytes. Safe to share."""

    def __init__(self, atlas: Atlas, *, keep_bytes: int = _KEPT_BYTES) -> None:
        self.atlas = atlas
        self._lock = Lock()
        self._drawn: LRUCache[tuple[View, Colors, int], Image.Image] = LRUCache(
            keep_bytes, lambda picture: picture.width * picture.height * 3
        )

    def area(self, view: View, colors: Colors, density: int) -> Image.Image:
        """Return the picture of a view in device pixels. Shared: never drawn on."""
        key = (view, colors, density)
        with self._lock:
            known = self._drawn.get(key)
        if known is not None:
            return known
        picture = _drawn(self.atlas, view, colors, density)
        with self._lock:
            if picture.width * picture.height * 3 <= self._drawn.maxsize:
                self._drawn[key] = picture
        return picture


def _drawn(atlas: Atlas, view: View, colors: Colors, density: int) -> Image.Image:
    size = (round(view.width * density), round(view.height * density))
    fine = _FINE
    while fine > 1 and size[0] * size[1] * fine * fine > _MOST_SAMPLED:
        fine -= 1
    sampled = replace(
        view, scale=view.scale * density * fine, width=size[0] * fine, height=size[1] * fine
    )
    land = _land(atlas, sampled, fine)
    picture = Image.new("RGB", size, rgba(colors.water)[:3])
    shore = land.filter(ImageFilter.GaussianBlur(_SHORE * density))
    _lay(picture, shore, mixed(colors.water, colors.land, 0.6), _SHORE_OPACITY)
    coast = ImageChops.subtract(land.filter(ImageFilter.MaxFilter(3)), land)
    _lay(picture, coast, mixed(colors.water, colors.ink, 0.5), _COAST_OPACITY * 2)
    _lay(picture, land, colors.land, 1.0)
    if view.width / view.scale <= _WIDEST_REGIONS:
        regions = _lines(atlas, Layer.REGIONS, sampled, fine, round(_REGION * density * fine))
        _lay(picture, ImageChops.multiply(regions, land), colors.ink, _REGION_OPACITY)
    borders = _lines(atlas, Layer.BORDERS, sampled, fine, round(_BORDER * density * fine))
    _lay(picture, borders, colors.ink, _BORDER_OPACITY)
    return picture


def _land(atlas: Atlas, view: View, fine: int) -> Image.Image:
    """Return the coverage of dry land."""
    large = Image.new("L", (round(view.width), round(view.height)), 0)
    brush = ImageDraw.Draw(large)
    bounds, frame = view.bounds(), frame_of(*large.size)
    for layer, within in ((Layer.LAND, 255), (Layer.LAKES, 0)):
        for shape in atlas.shapes(layer, bounds):
            fill = 255 - within if shape.is_hole else within
            ring = polygon_within(view.line(shape.lons, shape.lats), frame)
            if len(ring) >= _LEAST_CORNERS:
                brush.polygon(ring, fill=fill)
    return large.reduce(fine) if fine > 1 else large


def _lines(atlas: Atlas, layer: Layer, view: View, fine: int, width: int) -> Image.Image:
    """Return the coverage of lines so many samples wide."""
    large = Image.new("L", (round(view.width), round(view.height)), 0)
    brush, frame = ImageDraw.Draw(large), frame_of(*large.size)
    for shape in atlas.shapes(layer, view.bounds()):
        for line in lines_within(view.line(shape.lons, shape.lats), frame):
            brush.line(line, fill=255, width=max(1, width), joint="curve")
    return large.reduce(fine) if fine > 1 else large


def _lay(picture: Image.Image, mask: Image.Image, color: Color, opacity: float) -> None:
    red, green, blue, alpha = rgba(faded(color, opacity))
    shown = mask.point([value * alpha // 255 for value in range(256)])
    picture.paste((red, green, blue), (0, 0), shown)
