"""Nearest-store answers that still hold: the same question from the same place is not asked twice.

An answer knows until when it stays the same without a write. Writes of a SKU's stock make its
answers void, a new book of stores makes all of them void. Answers are facts, not decisions.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.context.stores import Found, NoStore
from app.model.keeping import Kept

Question = tuple[float, float, str, str, float | None]
"""Latitude, longitude, SKU, choice, limit in km."""


@dataclass(frozen=True, slots=True)
class _Answer:
    outcome: Found | NoStore
    asked_at: datetime
    until: datetime | None
    written: int


class NearestAnswers:
    """Remembers up to `most` answers of one process."""

    def __init__(self, most: int = 32_768) -> None:
        self._answers: Kept[Question, _Answer] = Kept(most)
        self._written: Counter[str] = Counter()
        self.recalled = 0

    def recall(self, question: Question, at: datetime) -> Found | NoStore | None:
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
        return answer.outcome

    def keep(self, question: Question, at: datetime, outcome: Found | NoStore) -> None:
        """Remember an answer given at an instant."""
        until = outcome.valid_until if isinstance(outcome, Found) else outcome.retry_at
        self._answers.put(question, _Answer(outcome, at, until, self._written[question[2]]))

    def stock_written(self, sku: str) -> None:
        """Void the answers about a SKU."""
        self._written[sku] += 1

    def clear(self) -> None:
        """Void every answer."""
        self._answers.clear()
        self._written.clear()
