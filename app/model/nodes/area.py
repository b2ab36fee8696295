"""A map of the country or the streets around stores."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Box, Color, within

STEPS = 10_000  # of a degree, in which places are given
_FARTHEST = 360 * STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The stores and the reader on a map of the country, or of the streets, around them.

    Places are latitude and longitude in turn, in ten thousandths of a degree; the first store is
    the one that matters. `extent_km` 0: as far as they all need. `tiles` are the assets of a web
    map's tiles around the first store, row by row; without them land and water are drawn.
    """

    box: Box
    stores: tuple[int, ...] = field(metadata=within(-_FARTHEST, _FARTHEST))
    labels: tuple[str, ...] = ()
    reader: tuple[int, ...] = field(default=(), metadata=within(-_FARTHEST, _FARTHEST))
    extent_km: int = field(default=0, metadata=within(0, 20_000))
    zoom: int = field(default=0, metadata=within(0, 19))
    tiles: tuple[str, ...] = ()
    credit: str = ""  # of the tiles
    ink: Color
    ground: Color
    water: Color = ""  # empty: follows from the ground
    accent: Color
    cities: bool = True
    radius: int = field(default=8, metadata=within(0, 1000))
    kind: str = "area"
