"""A schematic map."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Box, Color, within

MOST_STORES = 8
_FARTHEST = 41_000_000  # metres, once around the earth


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A schematic: rings around the reader, the store in its direction at its distance.

    `others` are further stores, bearing and metres of each in turn. `rings_m` are distances that
    a ring may stand for: those with room are drawn; without any the rings mean nothing.
    """

    box: Box
    bearing: int  # degrees clockwise from north, reader to store
    distance_m: int = field(metadata=within(0, _FARTHEST))  # metres, rounded for display
    label: str
    ink: Color
    ground: Color
    accent: Color
    others: tuple[int, ...] = field(default=(), metadata=within(0, _FARTHEST))
    other_labels: tuple[str, ...] = ()
    rings_m: tuple[int, ...] = field(default=(), metadata=within(0, _FARTHEST))
    ring_labels: tuple[str, ...] = ()
    radius: int = field(default=8, metadata=within(0, 1000))
    kind: str = "map"
