"""What a reader may put into a calendar: a title, a span of time, a place, a few words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One entry of a calendar. `starts` and `ends` are in UTC; `zone` is the wall they stand on.

    `ends` is after `starts`. Empty texts: not known, or not given.
    """

    title: str
    starts: datetime
    ends: datetime
    zone: ZoneInfo
    where: str = ""
    about: str = ""
