"""Which stores' schedules are open at an instant: computed when asked, kept while true."""

from bisect import bisect_left
from math import inf
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.context.opening import Schedule
from app.model.hours import Hours

UNKNOWN = 0
"""The schedule of stores whose hours or zone are not known: never open, never about to open."""

_GROUPS = 256  # bits of a mask, so that a mask stays cheap however many schedules there are


class Roster:
    """Distinct schedules by number, each with the interval in which its last answer holds.

    `opened[s]` is true at every instant of `[begin[s], end[s])`, seconds of the epoch; outside,
    `refresh(s, now)` first. Schedules are gathered into groups, each one bit of a mask.
    """

    __slots__ = (
        "_group", "_holds", "_mask", "_numbers", "_openings", "_prefixes", "_schedules", "_zones",
        "begin", "end", "opened",
    )  # fmt: skip

    def __init__(self) -> None:
        self._numbers: dict[tuple[Hours, str], int] = {}
        self._zones: dict[str, ZoneInfo | None] = {}
        self._schedules: list[Schedule | None] = [None]
        self.begin: list[float] = [-inf]
        self.end: list[float] = [inf]
        self.opened: list[bool] = [False]
        self._group = [1]
        self._holds = (inf, -inf)
        self._mask = 0
        self._openings: list[float] = []
        self._prefixes: list[int] = [0]

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
        """Divide the schedules into groups, alike ones together; return each one's bit."""
        order = sorted(self._numbers, key=lambda key: (key[1], key[0].week))
        self._group = [1] * len(self._schedules)
        for rank, key in enumerate(order):
            self._group[self._numbers[key]] = 2 << (rank * _GROUPS // max(len(order), _GROUPS))
        return self._group

    def refresh(self, number: int, now: float) -> None:
        """Compute one schedule's answer for an instant."""
        schedule = self._schedules[number]
        assert schedule is not None  # the unknown one holds for ever
        is_open, begin, end = schedule.span(now)
        self.opened[number] = is_open
        self.begin[number] = begin
        self.end[number] = inf if end is None else end

    def open_mask(self, now: float) -> int:
        """Return the groups in which some schedule is open."""
        self._survey(now)
        return self._mask

    def opening_before(self, now: float, when: float) -> int:
        """Return the groups in which some schedule, closed now, opens before `when`."""
        self._survey(now)
        return self._prefixes[bisect_left(self._openings, when)]

    def next_opening(self, now: float) -> float:
        """Return when the next schedule opens, inf for never."""
        self._survey(now)
        return self._openings[0] if self._openings else inf

    def _survey(self, now: float) -> None:
        if self._holds[0] <= now < self._holds[1]:
            return
        begin, end, opened, group = self.begin, self.end, self.opened, self._group
        mask = 0
        waiting: dict[float, int] = {}
        for number in range(len(group)):
            if not begin[number] <= now < end[number]:
                self.refresh(number, now)
            if opened[number]:
                mask |= group[number]
            elif end[number] < inf:
                waiting[end[number]] = waiting.get(end[number], 0) | group[number]
        self._mask = mask
        self._openings = sorted(waiting)
        self._prefixes = [0]
        for when in self._openings:
            self._prefixes.append(self._prefixes[-1] | waiting[when])
        self._holds = (max(begin), min(end))

    def _zone(self, tz: str) -> ZoneInfo | None:
        if tz not in self._zones:
            try:
                self._zones[tz] = ZoneInfo(tz)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self._zones[tz] = None
        return self._zones[tz]
