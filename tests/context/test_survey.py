"""The survey names the groups that are open or open next, never too few of them."""

import random
from math import inf

from app.context.survey import Survey

SCHEDULES = 900


def answer(number: int, now: float) -> tuple[bool, float]:
    """Open and closed in turn, each schedule with a period of its own; the first never."""
    if number == 0:
        return False, inf
    period = 60 * (number % 7 + 1)
    return int(now // period) % 2 == 1, (now // period + 1) * period


def test_no_group_is_missed():
    """Whatever instants are asked for, forwards and back, the open and next ones are named."""
    dice = random.Random(3)
    groups = [0, *(1 + number // 4 for number in range(SCHEDULES - 1))]
    survey = Survey(groups, answer)
    now = 1000.0
    for _ in range(60):
        now += dice.choice([0.5, 1, 30, 30, 400, -90, -1000])
        states = [answer(number, now) for number in range(SCHEDULES)]
        opening = [end for is_open, end in states if not is_open]
        when = now + dice.randrange(300)

        opened = survey.open_mask(now)
        early = survey.opening_before(now, when)

        assert all(opened >> groups[n] & 1 for n, state in enumerate(states) if state[0])
        assert all(
            early >> groups[n] & 1 for n, (o, end) in enumerate(states) if not o and end < when
        )
        assert now < survey.next_opening(now) <= min(opening)


def test_it_catches_up():
    """Asked again and again at one instant, it names the groups that are open and no others."""
    survey = Survey([*range(SCHEDULES)], answer)

    for _ in range(SCHEDULES // 256 + 1):
        survey.open_mask(130)

    wanted = sum(1 << n for n in range(SCHEDULES) if answer(n, 130)[0])
    assert survey.open_mask(130) == wanted
    assert survey.next_opening(130) == 180
