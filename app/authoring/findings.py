"""Collects problems while a document is read, each with its line."""

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.model.problem import Problem, Severity

Path = tuple[str | int, ...]
MOST = 100  # problems of each severity that are told of one document


class Findings:
    """The problems of one document, in any order, each at most once.

    Of each severity the first hundred are kept, and a last one says how many more there are.
    """

    def __init__(self, file: str = "") -> None:
        self.file = file
        self._lines: Mapping[Path, int] = {}
        self._columns: Mapping[Path, int] = {}
        self._found: dict[tuple[str, str, str, int], Problem] = {}
        self._is_unread = False
        self._kept: Counter[Severity] = Counter()
        self._left_out: dict[Severity, set[int]] = {each: set() for each in Severity}

    def number_lines(self, lines: Mapping[Path, int], columns: Mapping[Path, int]) -> None:
        """Take line and column of every path; problems found later are placed by them."""
        self._lines, self._columns = lines, columns

    def error(self, rule: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note what keeps the document from being published."""
        self._note(Severity.ERROR, rule, path, (message, remedy), line)

    def warn(self, rule: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note what is legal but probably not meant."""
        self._note(Severity.WARNING, rule, path, (message, remedy), line)

    def stop(self) -> None:
        """Note that the document was not read to its end, since it has too many errors."""
        self._is_unread = True

    def errors(self) -> tuple[Problem, ...]:
        """Return what keeps the document from being published, by line."""
        return tuple(p for p in self.all() if p.severity is Severity.ERROR)

    def all(self) -> tuple[Problem, ...]:
        """Return every problem, by line, errors before warnings."""
        found = sorted(self._found.values(), key=lambda p: (p.line, p.severity, p.where, p.rule))
        return (*found, *(self._more(each) for each in Severity if self._has_more(each)))

    def _note(
        self, severity: Severity, rule: str, path: Path, words: tuple[str, str], line: int
    ) -> None:
        message, remedy = words
        column = 0 if line else self._placed(path, self._columns)
        where, line = spelled(path), line or self._placed(path, self._lines)
        key = (rule, where, message, line)
        if key in self._found:
            return
        if self._kept[severity] >= MOST:
            self._left_out[severity].add(hash(key))
            return
        self._kept[severity] += 1
        self._found[key] = Problem(
            rule=rule,
            message=message,
            remedy=remedy,
            file=self.file,
            line=line,
            where=where,
            severity=severity,
            column=column,
            path=path,
        )

    def _has_more(self, severity: Severity) -> bool:
        is_unread = self._is_unread and severity is Severity.ERROR
        return is_unread or bool(self._left_out[severity])

    def _more(self, severity: Severity) -> Problem:
        count = len(self._left_out[severity])
        if self._is_unread and severity is Severity.ERROR:
            message = "After so many errors the rest of the document was not looked at."
        else:
            message = f"There are {count:,} more of this kind ({severity})."
        return Problem(
            rule="more-problems",
            message=message,
            remedy="Mend those that are listed and check again.",
            file=self.file,
            severity=severity,
        )

    @staticmethod
    def _placed(path: Path, places: Mapping[Path, int]) -> int:
        """Return the place of a path, or of the nearest part around it; 0 for none."""
        for length in range(len(path), -1, -1):
            place = places.get(path[:length])
            if place is not None:
                return place
        return 0


def spelled(path: Path) -> str:
    """Write a path as `variants[0].when`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean ...?" with the nearest known name, or nothing."""
    near = get_close_matches(name[:100], list(known), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else ""
