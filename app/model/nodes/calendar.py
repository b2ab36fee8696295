"""A leaf of a calendar."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Box, Color, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A date as on a tear-off calendar: month on a band, the day large, the weekday below.

    `content` is the whole date in words, for those who do not see it.
    """

    content: str
    month: str
    day: str
    weekday: str = ""
    box: Box
    color: Color  # of the band
    band_ink: Color
    paper: Color
    ink: Color
    muted: Color
    radius: int = field(default=10, metadata=within(0, 400))
    font: str = "heading"
    language: str = ""
    kind: str = "calendar"
