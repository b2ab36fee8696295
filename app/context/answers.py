"""Nearest-store answers that still hold: the same question from the same place is not asked twice.

An answer knows until when it stays the same without a write. Writes of a SKU's stock make its
answers void, a new book of stores makes all of them void. Answers are facts, not decisions.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.context.stores import Found, NoStore
from app.model.facts import Fact, Known, Trust
from app.model.keeping import Kept

Question = tuple[float, float, str, str, float | None, Trust]
"""Latitude, longitude, SKU, choice, limit in km, how far the place can be believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and the facts about it that were read since, each with its instant."""

    outcome: Found | NoStore
    asked_at: datetime
    until: datetime | None
    written: int
    facts: dict[str, tuple[datetime, datetime | None, Known]]  # read at, holds until, what it was

    def keep(self, name: str, at: datetime, known: Known) -> None:
        """Remember a fact that was read at an instant."""
        until = known.valid_until if isinstance(known, Fact) else known.retry_at
        self.facts[name] = (at, until, known)


class NearestAnswers:
    """Remembers up to `most` answers of one process."""

    def __init__(self, most: int = 32_768) -> None:
        self._answers: Kept[Question, Answer] = Kept(most)
        self._written: Counter[str] = Counter()
        self.recalled = 0

    def recall(self, question: Question, at: datetime) -> Answer | None:
        """Return the answer that holds at an instant, if it is remembered."""
        answer = self._answers.get(question)
        if (
            answer is None
            or answer.asked_at > at
            or (answer.until is not None and at >= answer.until)
            or answer.written != self._written[question[2]]
        ):
            return None
        self.recalled += 1
        return answer

    def keep(self, question: Question, at: datetime, outcome: Found | NoStore) -> Answer:
        """Remember an answer given at an instant."""
        until = outcome.valid_until if isinstance(outcome, Found) else outcome.retry_at
        answer = Answer(outcome, at, until, self._written[question[2]], {})
        self._answers.put(question, answer)
        return answer

    def stock_written(self, sku: str) -> None:
        """Void the answers about a SKU."""
        self._written[sku] += 1

    def clear(self) -> None:
        """Void every answer."""
        self._answers.clear()
        self._written.clear()
