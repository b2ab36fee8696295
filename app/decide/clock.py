"""The wall clock a block reads: every answer knows the instant at which it becomes another."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.model.facts import Fact, Known, Missing, Trust, Value, Why
from app.model.walls import DAY, before_jump, hold_until, instant_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYPARTS = ((5, "morning"), (12, "afternoon"), (17, "evening"), (22, "night"))

_MIDNIGHT = time(0)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_MINUTE_S = 60
_MOST_STEP = 31 * 86_400  # seconds
_MOST_TIMES = 31
_DAYPART_WALLS = tuple(time(hour) for hour, _ in DAYPARTS)


class Clock:
    """One instant, seen on the wall of one zone."""

    __slots__ = ("_find", "_wall_time", "_zone", "at")

    def __init__(self, at: datetime, zone: ZoneInfo | Callable[[], ZoneInfo]) -> None:
        """See an instant in a zone; a function finds the zone when it is first needed."""
        self.at = at if at.tzinfo is UTC else at.astimezone(UTC)
        self._zone = zone if isinstance(zone, ZoneInfo) else None
        self._find = zone
        self._wall_time: datetime | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the wall."""
        if self._zone is None:
            self._zone = self._find() if callable(self._find) else self._find
        return self._zone

    @property
    def _local(self) -> datetime:
        if self._wall_time is None:
            self._wall_time = self.at.astimezone(self.zone)
        return self._wall_time

    def known(self, name: str) -> Known:
        """Return `clock.NAME`."""
        match name:
            case "clock.hour":
                return self._fact(self._local.hour, self._next(_HOUR))
            case "clock.time":
                wall = self._local.time().replace(second=0, microsecond=0)
                return self._fact(wall, self._next(_MINUTE))
            case "clock.weekday":
                return self._fact(WEEKDAYS[self._local.weekday()], self._midnight())
            case "clock.date":
                return self._fact(self._local.date().isoformat(), self._midnight())
            case "clock.daypart":
                return self._fact(_daypart(self._local.hour), self._wall(_DAYPART_WALLS))
            case _:
                return Missing(Why.ABSENT, "clock")

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Answer a question about a moment; Missing for moments that cannot be read."""
        match name, args:
            case "clock.between", (start, end):
                return self._between(start, end)
            case "clock.next", (value,) | (value, _):
                return self._coming(value, *args[1:])
            case "clock.seconds", (value,) | (value, _):
                step = _whole(args[1], _MOST_STEP) if len(args) > 1 else 1
            case (
                "clock.until" | "clock.before" | "clock.after" | "clock.over" | "clock.moment",
                (value,),
            ):
                step = _MINUTE_S
            case _:
                return Missing(Why.MALFORMED, "clock")
        moment = self._moment(value)
        if moment is None or step is None:
            return Missing(Why.MALFORMED, "clock")
        return self._about(name, *moment, step)

    def _about(self, name: str, instant: datetime, daily: bool, step: int) -> Known:  # noqa: FBT001  # private
        match name:
            case "clock.until":
                return self._left(instant, step, 1, daily=daily)
            case "clock.seconds":
                return self._left(instant, step, step, daily=daily)
            case "clock.moment":
                shown = instant.astimezone(self.zone)
                return self._fact(shown, self._midnight() if daily else None)
            case _:
                return self._passing(instant, after=name != "clock.before", daily=daily)

    def _between(self, start: Value, end: Value) -> Known:
        first, last = _wall_of(start), _wall_of(end)
        if first is None or last is None:
            return Missing(Why.MALFORMED, "clock")
        if first == last:
            return self._fact(False, None)  # noqa: FBT003  # no time is in [a, a)
        now = self._local.time()
        inside = first <= now < last if first < last else now >= first or now < last
        return self._fact(inside, self._wall((first, last)))

    def _left(self, instant: datetime, step_s: int, worth: int, *, daily: bool) -> Known:
        """Return how many whole steps are left, each counted as `worth`, rounded up.

        0 only once the instant is reached.
        """
        step = timedelta(seconds=step_s)
        steps = max(0, -(-(instant - self.at) // step))
        changes = instant - (steps - 1) * step if steps else None
        return self._fact(steps * worth, self._or_midnight(changes, daily=daily))

    def _coming(self, value: Value, count: Value = 1) -> Known:
        """Return when the wall next shows a time, or the time after that, and so on.

        On a day on which the wall jumps over it, it is the jump.
        """
        wall, wanted = _wall_of(value), _whole(count, _MOST_TIMES)
        if wall is None or wanted is None:
            return Missing(Why.MALFORMED, "clock")
        today = self._local.date()
        try:
            days = [datetime.combine(today + day * DAY, wall) for day in range(wanted + 1)]
            coming = [at for day in days if (at := instant_of(day, self.zone)) > self.at]
        except OverflowError:  # at an end of the calendar
            return Missing(Why.MALFORMED, "clock")
        return self._fact(coming[wanted - 1].astimezone(self.zone), coming[0])

    def _passing(self, instant: datetime, *, after: bool, daily: bool) -> Known:
        reached = self.at >= instant
        changes = None if reached else instant
        return self._fact(reached is after, self._or_midnight(changes, daily=daily))

    def _moment(self, value: Value) -> tuple[datetime, bool] | None:
        """Return the instant, and whether it is "today's" and so another one tomorrow."""
        try:
            if isinstance(value, datetime):
                return self._instant(value), False
            wall = _wall_of(value)
            if wall is not None:
                return instant_of(datetime.combine(self._local.date(), wall), self.zone), True
            parsed = _parsed(value) if isinstance(value, str) else None
            return None if parsed is None else (self._instant(parsed), False)
        except OverflowError:  # at an end of the calendar
            return None

    def _instant(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC) if moment.tzinfo else instant_of(moment, self.zone)

    def _next(self, step: timedelta) -> datetime:
        """Return when the wall next shows a whole `step` (an hour, a minute)."""
        local = self._local
        into = timedelta(
            minutes=local.minute if step is _HOUR else 0,
            seconds=local.second,
            microseconds=local.microsecond,
        )
        return before_jump(self.at, self.at - into + step, self.zone)

    def _midnight(self) -> datetime:
        return self._wall((_MIDNIGHT,))

    def _or_midnight(self, changes: datetime | None, *, daily: bool) -> datetime | None:
        if not daily:
            return changes
        midnight = self._midnight()
        return midnight if changes is None else min(changes, midnight)

    def _wall(self, walls: tuple[time, ...]) -> datetime:
        return hold_until(self.at, self.zone, walls)

    @staticmethod
    def _fact(value: Value, until: datetime | None) -> Fact:
        return Fact(value, "clock", until, Trust.OBSERVED)


def _daypart(hour: int) -> str:
    name = DAYPARTS[-1][1]
    for start, part in DAYPARTS:
        if hour >= start:
            name = part
    return name


def _whole(value: Value, most: int) -> int | None:
    """Return a whole number of 1 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= most else None


def _wall_of(value: Value) -> time | None:
    match value:
        case time():
            return value.replace(tzinfo=None)
        case datetime():  # what the wall there shows: 18:00 for a store that closes at 18:00
            return value.time()
        case str():
            return _parsed_wall(value)
        case _:
            return None


@lru_cache(maxsize=1024)
def _parsed_wall(text: str) -> time | None:
    if not 4 <= len(text) <= 5 or ":" not in text:  # noqa: PLR2004  # 9:00, 18:00
        return None
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):  # noqa: PLR2004
        return None
    if int(hour) > 23 or int(minute) > 59:  # noqa: PLR2004
        return None
    return time(int(hour), int(minute))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
