"""Parts of rings as masks: a ring of two discs, of which a wedge is kept."""

from PIL import Image, ImageChops

from app.render.shapes.masks import Placed, mask_of
from app.render.shapes.pieces import Disc, Polygon, on_circle
from app.render.shapes.rounding import disc

_WHOLE = 360  # degrees
_SIDE = 60  # degrees of one side of a wedge, at most
_BEYOND = 2.5  # radii: there a wedge of such sides is outside of the circle


def arc(
    middle: tuple[int, int],
    radius: int,
    thick: int,
    angles: tuple[float, float],
    *,
    round_ends: bool,
) -> Placed:
    """Return the part of a ring from an angle on; `radius` is its outer one. Device pixels.

    `angles`: start and sweep in degrees, clockwise, 0 at the top. Round ends reach beyond the
    angles by half of `thick`; a whole ring has none.
    """
    start, sweep = angles
    thick = max(1, min(thick, radius))
    ring = disc(2 * radius)
    if thick < radius:
        ring.paste(0, (thick, thick), disc(2 * (radius - thick)))
    if sweep >= _WHOLE:
        return ring, (middle[0] - radius, middle[1] - radius)
    part = ImageChops.multiply(ring, _wedge(radius, start, sweep))
    if not round_ends:
        return part, (middle[0] - radius, middle[1] - radius)
    # The ends may reach beyond the ring's square by a rounded pixel.
    sheet = Image.new("L", (2 * radius + 2, 2 * radius + 2), 0)
    sheet.paste(part, (1, 1))
    for angle in (start, start + sweep):
        at = on_circle((radius + 1, radius + 1), radius - thick / 2, angle)
        if end := mask_of([Disc(at, thick / 2)], sheet.size):
            sheet.paste(255, end[1], end[0])
    return sheet, (middle[0] - radius - 1, middle[1] - radius - 1)


def _wedge(radius: int, start: float, sweep: float) -> Image.Image:
    """Return the mask of all that lies between two angles, as large as the ring."""
    side = 2 * radius
    steps = int(sweep // _SIDE) + 1
    middle = (radius, radius)
    rim = [
        on_circle(middle, _BEYOND * radius, start + sweep * step / steps)
        for step in range(steps + 1)
    ]
    mask = Image.new("L", (side, side), 0)
    if placed := mask_of([Polygon((middle, *rim))], mask.size):
        mask.paste(*placed)
    return mask
