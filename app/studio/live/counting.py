"""The figures of one brand, each read again only when it may have changed."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from app.model.ports import Now
from app.studio.live.boards import Plain, Span, counts_of
from app.studio.live.ports import LiveCounts, People, Whose
from app.studio.live.tallies import Tally

MINUTES: Final = 60
DAYS: Final = 30
_PEOPLE_S: Final = 5.0
_TOO_MANY_S: Final = 600.0  # after which it is tried again to count the people of a month
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


class Counting:
    """Counts the events that are `whose`. Loop thread only, one question at a time."""

    def __init__(
        self, *, counts: LiveCounts, whose: Whose, title_of: Callable[[str], str], now: Now
    ) -> None:
        self.whose = whose
        self._counts = counts
        self._title_of = title_of
        self._now = now
        self._minutes: dict[int, Tally] = {}
        self._people: tuple[float, People | None] | None = None
        self._gave_up: float | None = None  # on counting the people of a month
        self._read_whole = float("-inf")

    async def hour(self, at: float, again_s: float) -> Plain:
        """Return what was counted in the last 60 minutes.

        The last two of them are read; after so many seconds all are, since some events come late.
        """
        last = (self._now() - _EPOCH) // _MINUTE
        span = Span(first=last - MINUTES + 1, count=MINUTES, step_s=60)
        await self._read_minutes(at, span, again_s)
        return counts_of(span, self._minutes, await self._known_people(at), self._title_of)

    async def month(self, at: float) -> Plain:
        """Return what was counted in the last 30 days."""
        today = (self._now() - _EPOCH) // _DAY
        span = Span(first=today - DAYS + 1, count=DAYS, step_s=86_400)
        people = None
        if self._gave_up is None or abs(at - self._gave_up) > _TOO_MANY_S:
            people = await self._counts.people(self.whose, _EPOCH + span.first * _DAY)
            self._gave_up = at if people is None else None
        days = await self._counts.days(self.whose, span.first)
        return counts_of(span, days, people, self._title_of)

    async def _read_minutes(self, at: float, span: Span, again_s: float) -> None:
        first, last = span.steps[0], span.steps[-1]
        if abs(at - self._read_whole) > again_s:
            self._read_whole = at
            self._minutes = {}
        else:
            first = last - 1
        found = await self._counts.minutes(self.whose, first, last)
        self._minutes = {step: tally for step, tally in self._minutes.items() if step in span.steps}
        for step in range(first, last + 1):
            self._minutes[step] = found.get(step, Counter())

    async def _known_people(self, at: float) -> People | None:
        if self._people is None or abs(at - self._people[0]) > _PEOPLE_S:
            since = self._now() - MINUTES * _MINUTE
            self._people = at, await self._counts.people(self.whose, since)
        return self._people[1]
