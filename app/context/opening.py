"""Questions about instants asked of opening hours: open or closed, until when, and since when.

A shop is open at an instant when a clock on its wall shows a time inside one of its spans. So a
time that a zone leaps over counts from the leap on, and a time that occurs twice counts twice.
An exception replaces the spans that *start* on its date; a span that began the evening before
still runs to its end (to cut it, give the evening before an exception of its own). Spans that
touch or overlap are one. No zone is taken to change its offset twice within a day.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.model.hours import Hours, Span
from app.model.hours_text import wall_text

_DAY = 86_400
_DAY_MINUTES = 1_440
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_SECOND = timedelta(seconds=1)
_LAST_DAY = date.max.toordinal() - 2  # beyond it instants cannot be written in every zone

Edges = tuple[int, ...]
"""Minutes of one day at which open and closed alternate, beginning with an opening."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open or closed at every instant of `[holds_from, until)`, aware UTC; until None: for ever."""

    open: bool
    until: datetime | None
    holds_from: datetime


def state(hours: Hours, zone: ZoneInfo, at: datetime) -> OpenState:
    """Tell whether a shop is open at an aware instant, and when that changes next."""
    is_open, holds_from, until = Schedule(hours, zone).span(at.timestamp())
    return OpenState(
        is_open,
        None if until is None else datetime.fromtimestamp(until, UTC),
        datetime.fromtimestamp(holds_from, UTC),
    )


def closes(hours: Hours, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return the next closing after `at` as an aware time of the shop's zone; None: never."""
    return _next(Schedule(hours, zone), at, to_open=False)


def opens(hours: Hours, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return the next opening after `at` as an aware time of the shop's zone; None: never."""
    return _next(Schedule(hours, zone), at, to_open=True)


def today_text(
    hours: Hours, zone: ZoneInfo, at: datetime, *, spell: Callable[[int], str] = wall_text
) -> str:
    """Write the spans that start on the shop's date at `at`: "09:00–12:30, 14:00–18:00".

    Empty when nothing starts on that date. `spell` gets minutes after midnight, 0 to 2880.
    """
    today = at.astimezone(zone).date()
    spans = _merged(dict(hours.exceptions).get(today, hours.week[today.weekday()]))
    return ", ".join(f"{spell(opening)}–{spell(closing)}" for opening, closing in spans)


class Schedule:
    """Hours in a zone, prepared for many questions. Instants are seconds of the epoch."""

    __slots__ = ("_exceptions", "_hours", "_normal", "_uniform", "zone")

    def __init__(self, hours: Hours, zone: ZoneInfo) -> None:
        self.zone = zone
        self._hours = hours
        self._exceptions = {day.toordinal(): spans for day, spans in hours.exceptions}
        week = hours.week
        self._normal = tuple(_edges(week[day - 1], week[day]) for day in range(7))
        kinds = set(self._normal)
        self._uniform = len(kinds) == 1 and kinds <= {(), (0, _DAY_MINUTES)}

    def span(self, at: float) -> tuple[bool, int, int | None]:
        """Return (open, since when that surely holds, until when; None: for ever)."""
        now = int(at // 1)
        offset = self._offset(now)
        day, second = divmod(now + offset, _DAY)
        day += _EPOCH_DAY
        edges = self._edges_of(day)
        passed = bisect_right(edges, second // 60)
        is_open = passed % 2 == 1
        last = edges[passed - 1] * 60 if passed else 0
        holds_from = now - second + last
        if self._offset(holds_from) != offset:
            holds_from = now
        return is_open, holds_from, self._change_after(now, is_open=is_open)

    def _change_after(self, now: int, *, is_open: bool) -> int | None:
        while True:
            offset = self._offset(now)
            edge = self._edge_after(now + offset, is_open=is_open)
            due = None if edge is None else edge - offset
            reach = now + _DAY if due is None or due - now > _DAY else due
            if self._offset(reach) != offset:
                now = self._leap(now, reach, offset)
                if self._open_at_wall(now + self._offset(now)) != is_open:
                    return now
            elif reach == due or due is None:
                return due
            else:
                # No leap of a wall clock crosses an edge that is more than a day away from it.
                now = max(reach, due - 2 * _DAY)

    def _leap(self, before: int, after: int, offset: int) -> int:
        """Return the first second of (before, after] at which the offset is another."""
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset(middle) == offset:
                before = middle
            else:
                after = middle
        return after

    def _edge_after(self, wall: int, *, is_open: bool) -> int | None:
        """Return the next wall second at which `is_open` ends; None: never."""
        day, second = divmod(wall, _DAY)
        day += _EPOCH_DAY
        minute = second // 60
        while day <= _LAST_DAY:
            edges = self._edges_of(day)
            passed = bisect_right(edges, minute)
            if (passed % 2 == 1) != is_open:
                return (day - _EPOCH_DAY) * _DAY + max(minute, 0) * 60
            if passed < len(edges) and edges[passed] < _DAY_MINUTES:
                return (day - _EPOCH_DAY) * _DAY + edges[passed] * 60
            day, minute = self._next_day(day, is_open=is_open), 0
        return None

    def _next_day(self, day: int, *, is_open: bool) -> int:
        """Return the next day that may differ; a week all open or all shut needs an exception."""
        if not self._uniform or bool(self._normal[0]) != is_open:
            return day + 1
        # The day after an exception is touched by it too, the day after that no more.
        later = (other for listed in self._exceptions for other in (listed, listed + 1))
        return min((other for other in later if other > day), default=_LAST_DAY + 1)

    def _open_at_wall(self, wall: int) -> bool:
        day, second = divmod(wall, _DAY)
        return bisect_right(self._edges_of(day + _EPOCH_DAY), second // 60) % 2 == 1

    def _edges_of(self, day: int) -> Edges:
        exceptions = self._exceptions
        if day not in exceptions and day - 1 not in exceptions:
            return self._normal[(day - 1) % 7]
        week = self._hours.week
        before = exceptions.get(day - 1, week[(day - 2) % 7])
        return _edges(before, exceptions.get(day, week[(day - 1) % 7]))

    def _offset(self, instant: int) -> int:
        offset = datetime.fromtimestamp(instant, self.zone).utcoffset()
        assert offset is not None
        return offset // _SECOND


def _next(schedule: Schedule, at: datetime, *, to_open: bool) -> datetime | None:
    is_open, _, until = schedule.span(at.timestamp())
    if until is not None and is_open == to_open:
        until = schedule.span(until)[2]
    return None if until is None else datetime.fromtimestamp(until, schedule.zone)


def _merged(spans: tuple[Span, ...]) -> list[Span]:
    merged: list[Span] = []
    for opening, closing in sorted(spans):
        if merged and opening <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], closing)
        else:
            merged.append((opening, closing))
    return merged


def _edges(before: tuple[Span, ...], today: tuple[Span, ...]) -> Edges:
    """Cut what is open on a calendar day out of its own spans and those of the day before."""
    tails = tuple((0, end - _DAY_MINUTES) for _, end in before if end > _DAY_MINUTES)
    merged = _merged((*tails, *today))
    return tuple(edge for start, end in merged for edge in (start, min(end, _DAY_MINUTES)))
