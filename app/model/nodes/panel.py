"""A rectangle."""

from dataclasses import dataclass

from app.model.nodes.basics import Box, Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A filled, optionally bordered rectangle with rounded corners."""

    box: Box
    color: Color = ""  # empty: no fill
    to: Color = ""  # second colour of a vertical gradient
    radius: int = 0
    border: int = 0
    border_color: Color = ""
    kind: str = "panel"
