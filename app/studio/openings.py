"""What opening hours mean at instants, in words for people who look after stores.

Everything is asked of the code that opens ask (`app/context/opening.py`), so a sign here is the
sign that a reader sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.context.opening import state
from app.model.hours import Hours, Span
from app.model.hours_text import wall_text

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_FAR = timedelta(days=366)
_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What hangs at the door: open or closed (None: hours are not known), and until when."""

    is_open: bool | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a chosen week as it comes: what is open then, by the clock on the wall."""

    date: date
    spans: tuple[str, ...]  # 09:00–18:00
    bars: tuple[tuple[float, float], ...]  # begin and length, in shares of the day
    is_exception: bool
    note: str = ""  # that the clocks change


def sign(hours: Hours | None, zone: ZoneInfo, at: datetime) -> Sign:
    """Return the sign at an instant, in the store's own time."""
    if hours is None:
        return Sign(is_open=None, says="Hours not known")
    now = state(hours, zone, at)
    if now.until is None or now.until - at > _FAR:
        return Sign(is_open=now.open, says="Always open" if now.open else "Closed for good")
    then, today = now.until.astimezone(zone), at.astimezone(zone).date()
    if then.date() == today or (now.open and then - at < _DAY):
        when = f"{then:%H:%M}"
    elif then.date() - today < _WEEK:
        when = f"{then:%a %H:%M}"
    else:
        when = f"{then:%a %-d %b %H:%M}"
    return Sign(
        is_open=now.open, says=f"Open until {when}" if now.open else f"Closed, opens {when}"
    )


def week_of(hours: Hours, zone: ZoneInfo, monday: date) -> Sequence[Day]:
    """Return the seven days from a date on as they come, with changes of the clocks."""
    exceptions = dict(hours.exceptions)
    return [
        _day(hours, zone, monday + number * _DAY, is_exception=monday + number * _DAY in exceptions)
        for number in range(7)
    ]


def monday_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def hours_line(hours: Hours) -> str:
    """Write hours as the line that people and files write; reading it gives them back."""
    rules = []
    start = 0
    for day in range(1, 8):
        if day == 7 or hours.week[day] != hours.week[start]:  # noqa: PLR2004  # days
            name = _NAMES[start] if day - start == 1 else f"{_NAMES[start]}-{_NAMES[day - 1]}"
            rules.append(f"{name} {_times(hours.week[start])}")
            start = day
    rules += [f"{day.isoformat()} {_times(spans)}" for day, spans in hours.exceptions]
    return "; ".join(rules)


def _times(spans: Sequence[Span]) -> str:
    return ",".join(f"{wall_text(start)}-{wall_text(end)}" for start, end in spans) or "off"


def _day(hours: Hours, zone: ZoneInfo, day: date, *, is_exception: bool) -> Day:
    begin, end = _midnight(day, zone), _midnight(day + _DAY, zone)
    length = end - begin
    spans, bars = [], []
    at = begin
    while at < end:
        now = state(hours, zone, at)
        until = end if now.until is None else min(now.until, end)
        if now.open:
            last = f"{until.astimezone(zone):%H:%M}" if until < end else "24:00"
            spans.append(f"{at.astimezone(zone):%H:%M}–{last}")
            bars.append(((at - begin) / length, (until - at) / length))
        at = until
    return Day(
        date=day,
        spans=tuple(spans),
        bars=tuple(bars),
        is_exception=is_exception,
        note=_note(length),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _note(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    if hours == _HOURS_OF_A_DAY:
        return ""
    way = "forward" if hours < _HOURS_OF_A_DAY else "back"
    return f"The clocks go {way}: this day has {hours:g} hours."
