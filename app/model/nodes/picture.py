"""A picture from the assets."""

from dataclasses import dataclass

from app.model.nodes.basics import Box, Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An asset, by content digest, fitted into a box."""

    asset: str
    box: Box
    fit: Fit = Fit.COVER
    focus: tuple[int, int] = (50, 50)  # percent of width, height that stay visible
    radius: int = 0
    alt: str = ""
    kind: str = "picture"
