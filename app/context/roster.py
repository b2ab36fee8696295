"""Which stores' schedules are open at an instant: computed when asked, kept while true."""

from math import inf
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.context.opening import Schedule
from app.context.survey import Answer, Survey
from app.model.hours import Hours

UNKNOWN = 0
"""The schedule of stores whose hours or zone are not known: never open, never about to open."""

_GROUPS = 256  # bits of a mask, so that a mask stays cheap however many schedules there are


class Roster:
    """Distinct schedules by number, each with the interval in which its last answer holds.

    `opened[s]` is true at every instant of `[begin[s], end[s])`, seconds of the epoch; outside,
    `refresh(s, now)` first. Schedules are gathered into groups.
    """

    __slots__ = (
        "_numbers", "_schedules", "_zones", "begin", "end", "opened", "survey",
    )  # fmt: skip

    def __init__(self) -> None:
        self._numbers: dict[tuple[Hours, str], int] = {}
        self._zones: dict[str, ZoneInfo | None] = {}
        self._schedules: list[Schedule | None] = [None]
        self.begin: list[float] = [-inf]
        self.end: list[float] = [inf]
        self.opened: list[bool] = [False]
        self.survey = Survey([UNKNOWN], self.surveyed)
        """What is open and opens next, by group; of the schedules known when last grouped."""

    def number(self, hours: Hours | None, tz: str) -> int:
        """Return the number of a schedule, equal ones having the same."""
        if hours is None:
            return UNKNOWN
        number = self._numbers.get((hours, tz))
        if number is None:
            zone = self._zone(tz)
            if zone is None:
                return UNKNOWN
            number = self._numbers[hours, tz] = len(self._schedules)
            self._schedules.append(Schedule(hours, zone))
            self.begin.append(inf)
            self.end.append(-inf)
            self.opened.append(False)
        return number

    def grouped(self) -> list[int]:
        """Divide the schedules into groups, alike ones together; return each one's group."""
        order = sorted(self._numbers, key=lambda key: (key[1], key[0].week))
        groups = [UNKNOWN] * len(self._schedules)
        for rank, key in enumerate(order):
            groups[self._numbers[key]] = 1 + rank * _GROUPS // max(len(order), _GROUPS)
        self.survey = Survey(groups, self.surveyed)
        return groups

    def refresh(self, number: int, now: float) -> None:
        """Compute one schedule's answer for an instant."""
        schedule = self._schedules[number]
        assert schedule is not None  # the unknown one holds for ever
        is_open, begin, end = schedule.span(now)
        self.opened[number] = is_open
        self.begin[number] = begin
        self.end[number] = inf if end is None else end

    def surveyed(self, number: int, now: float) -> Answer:
        """Return whether a schedule is open at an instant, and until when (inf: for ever)."""
        if not self.begin[number] <= now < self.end[number]:
            self.refresh(number, now)
        return self.opened[number], self.end[number]

    def _zone(self, tz: str) -> ZoneInfo | None:
        if tz not in self._zones:
            try:
                self._zones[tz] = ZoneInfo(tz)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self._zones[tz] = None
        return self._zones[tz]
