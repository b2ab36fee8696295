"""A bar that fills."""

from dataclasses import dataclass

from app.model.nodes.basics import Box, Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A horizontal bar, `value` of 0 to 1000 (per mille) filled."""

    box: Box
    value: int
    color: Color
    track: Color
    radius: int = 0
    kind: str = "progress"
