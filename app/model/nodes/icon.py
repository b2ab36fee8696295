"""A small picture that says one thing."""

from dataclasses import dataclass

from app.model.nodes.basics import Box, Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """An icon of `app.model.icons`, as large as its box allows, in the middle of it."""

    name: str
    box: Box
    color: Color = ""  # empty: outlines in dark ink, weather in its own colours
    alt: str = ""
    kind: str = "icon"
