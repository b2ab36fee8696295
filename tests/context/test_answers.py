"""A remembered answer is used while it holds and not a moment longer."""

from datetime import datetime, timedelta

import pytest

from app.context.answers import NearestAnswers, Question
from app.context.stores import Found, NoStore
from app.model.facts import Fact, Known, Missing, Trust, Why
from tests.builders import AT

UNTIL = AT + timedelta(hours=1)
HAT: Question = (52.5, 13.4, "HAT", "nearest-with-stock", None, Trust.ASSERTED)
COAT: Question = (52.5, 13.4, "COAT", "nearest-with-stock", None, Trust.ASSERTED)
ANY: Question = (52.5, 13.4, "", "nearest", None, Trust.ASSERTED)
FOUND = Found(0, "S1", 1.0, 90.0, UNTIL)


def recalled(answers: NearestAnswers, question: Question, at: datetime) -> Found | NoStore | None:
    """Return what is remembered to have been found."""
    answer = answers.recall(question, at)
    return answer.outcome if answer else None


@pytest.mark.parametrize("outcome", [FOUND, NoStore(UNTIL)])
def test_an_answer_is_used_from_its_instant_until_its_end(outcome: Found | NoStore) -> None:
    """Not for earlier instants: what held later need not have held before."""
    answers = NearestAnswers()
    answers.keep(HAT, AT, outcome)
    second = timedelta(seconds=1)
    instants: list[tuple[datetime, bool]] = [
        (AT - second, False), (AT, True), (UNTIL - second, True), (UNTIL, False),
    ]  # fmt: skip
    for at, holds in instants:
        assert recalled(answers, HAT, at) == (outcome if holds else None)
    assert answers.recalled == 2
    assert answers.recall(COAT, AT) is None


def test_an_answer_without_an_end_stays_until_something_is_written() -> None:
    """Stock of one SKU voids the answers about it alone; new stores void all."""
    answers = NearestAnswers()
    for question in (HAT, COAT, ANY):
        answers.keep(question, AT, NoStore(None))
    assert recalled(answers, HAT, AT + timedelta(days=999)) == NoStore(None)
    answers.stock_written("HAT")
    assert answers.recall(HAT, AT) is None
    assert recalled(answers, COAT, AT) == recalled(answers, ANY, AT) == NoStore(None)
    answers.keep(HAT, AT, FOUND)
    assert recalled(answers, HAT, AT) == FOUND
    answers.clear()
    assert {recalled(answers, question, AT) for question in (HAT, COAT, ANY)} == {None}


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        (Fact(1, "stores", UNTIL), True),
        (Missing(Why.ABSENT, "hours", UNTIL), True),
        (Fact(1, "stores"), False),
        (Missing(Why.ABSENT, "hours"), False),
    ],
)
def test_a_fact_about_an_answer_holds_as_long_as_it_says(
    known: Known,
    ends: bool,  # noqa: FBT001  # a case
) -> None:
    """From the instant at which it was read until it ends."""
    answer = NearestAnswers().keep(ANY, AT, FOUND)
    answer.keep("is_open", AT, known)
    assert answer.facts == {"is_open": (AT, UNTIL if ends else None, known)}
