"""A schematic map."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Box, Color, within

_FARTHEST = 41_000_000  # metres, once around the earth


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A schematic: rings around the reader, the store in its direction at its distance."""

    box: Box
    bearing: int  # degrees clockwise from north, reader to store
    distance_m: int = field(metadata=within(0, _FARTHEST))  # metres, rounded for display
    label: str
    ink: Color
    ground: Color
    accent: Color
    kind: str = "map"
