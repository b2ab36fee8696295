"""What is wrong with a document, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.errors import Unacceptable


class Severity(StrEnum):
    """Errors keep a block from being published, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding. `where` is its path, as `variants[0].when`.

    Lines and columns count from 1, 0: unknown.
    """

    rule: str  # stable short name, e.g. "unknown-fact"
    message: str
    remedy: str
    file: str = ""
    line: int = 0
    where: str = ""
    severity: Severity = Severity.ERROR
    column: int = 0
    path: tuple[str | int, ...] = ()  # the keys that lead to it

    def __str__(self) -> str:
        """Render as `file:line: message. remedy`."""
        spot = f"{self.file or 'block'}:{self.line}: " if self.line else f"{self.file or 'block'}: "
        return f"{spot}{self.severity}: {self.message} {self.remedy} [{self.rule}]"


_ESTIMATES = frozenset({"heavy-picture", "heavy-film"})
"""Rules that guess at what drawing tells."""


def measured(problems: Iterable[Problem], weighed: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems with what was weighed in the place of what was guessed, by line."""
    kept = (each for each in problems if each.rule not in _ESTIMATES)
    return tuple(sorted((*kept, *weighed), key=lambda each: each.line))


class AuthoringError(Unacceptable):
    """A document that cannot be published; carries every problem, not the first."""

    title = "The document has problems"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = str(problems[0]) if problems else "no problem was named"
        super().__init__(f"{len(problems)} problem(s): {first}", remedy="Mend each and try again.")
        self.problems = problems
