"""Which groups of schedules are open, and which open next: kept up while time goes on."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import floor, inf

_MOST_ASKED = 256  # schedules asked per question, so that ten thousand do not stop the loop

Answer = tuple[bool, float]
"""Open, and until when in seconds of the epoch."""


class Survey:
    """Holds for every group a bit. Answers may name groups too many, never too few.

    `ask(number, now)` tells a schedule's answer; only those whose answer has ended are asked
    again. When more have ended than can be asked at once, their groups are named meanwhile.
    """

    __slots__ = (
        "_ask", "_at", "_dirty", "_due", "_group", "_members", "_open", "_opening", "_openings",
        "_prefixes", "_stale", "_states", "_vague", "edition",
    )  # fmt: skip

    def __init__(self, groups: Sequence[int], ask: Callable[[int, float], Answer]) -> None:
        self._group = groups  # by number of the schedule
        self._ask = ask
        self._members: list[list[int]] = [[] for _ in range(max(groups, default=-1) + 1)]
        for number, group in enumerate(groups):
            self._members[group].append(number)
        self._states: list[Answer] = [(False, inf)] * len(groups)
        self._stale = list(range(len(groups)))
        self._due: list[tuple[float, int]] = []
        self._at = -inf
        self._dirty: set[int] = set()
        self._open = 0
        self._vague = 0
        self._opening: dict[int, float] = {}
        self._openings: list[float] = []
        self._prefixes: list[int] = [0]
        self.edition = 0
        """How often any answer was asked for anew."""

    def open_mask(self, now: float) -> int:
        """Return the groups in which some schedule is open."""
        self._keep_up(now)
        return self._open | self._vague

    def states(self) -> Sequence[Answer] | None:
        """Return every schedule's answer at the instant last asked; None: not all are known."""
        return None if self._stale else self._states

    def opening_before(self, now: float, when: float) -> int:
        """Return the groups in which some schedule, closed now, opens before `when`."""
        self._keep_up(now)
        return self._prefixes[bisect_left(self._openings, when)] | self._vague

    def next_opening(self, now: float) -> float:
        """Return an instant before which no schedule opens, inf for never."""
        self._keep_up(now)
        if self._vague:
            return floor(now) + 1  # hours change at whole seconds
        return self._openings[0] if self._openings else inf

    def _keep_up(self, now: float) -> None:
        due = self._due
        if now < self._at:
            due.clear()
            self._stale = list(range(len(self._group)))
        elif not self._stale and not (due and due[0][0] <= now):
            return
        self._at = now
        self.edition += 1
        while due and due[0][0] <= now:
            self._stale.append(heappop(due)[1])
        for _ in range(min(len(self._stale), _MOST_ASKED)):
            number = self._stale.pop()
            self._states[number] = state = self._ask(number, now)
            if state[1] < inf:
                heappush(due, (state[1], number))
            self._dirty.add(self._group[number])
        self._gather()

    def _gather(self) -> None:
        states, opening = self._states, self._opening
        for group in self._dirty:
            members = [states[number] for number in self._members[group]]
            if any(is_open for is_open, _ in members):
                self._open |= 1 << group
            else:
                self._open &= ~(1 << group)
            opening[group] = min((end for is_open, end in members if not is_open), default=inf)
        self._dirty.clear()
        self._vague = 0
        for group in {self._group[number] for number in self._stale}:
            self._vague |= 1 << group
        order = sorted((when, group) for group, when in opening.items() if when < inf)
        self._openings = [when for when, _ in order]
        self._prefixes = [0]
        for _, group in order:
            self._prefixes.append(self._prefixes[-1] | 1 << group)
