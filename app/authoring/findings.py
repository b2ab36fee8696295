"""Collects problems while a document is read, each with its line."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.model.problem import Problem, Severity

Path = tuple[str | int, ...]


class Findings:
    """The problems of one document, in any order, each at most once."""

    def __init__(self, file: str = "") -> None:
        self.file = file
        self._lines: Mapping[Path, int] = {}
        self._found: dict[tuple[str, str, str, int], Problem] = {}

    def number_lines(self, lines: Mapping[Path, int]) -> None:
        """Take the line of every path; problems found later are placed by it."""
        self._lines = lines

    def error(self, rule: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note what keeps the document from being published."""
        self._note(Severity.ERROR, rule, path, (message, remedy), line)

    def warn(self, rule: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note what is legal but probably not meant."""
        self._note(Severity.WARNING, rule, path, (message, remedy), line)

    def errors(self) -> tuple[Problem, ...]:
        """Return what keeps the document from being published, by line."""
        return tuple(p for p in self.all() if p.severity is Severity.ERROR)

    def all(self) -> tuple[Problem, ...]:
        """Return every problem, by line, errors before warnings."""
        return tuple(
            sorted(self._found.values(), key=lambda p: (p.line, p.severity, p.where, p.rule))
        )

    def _note(
        self, severity: Severity, rule: str, path: Path, words: tuple[str, str], line: int
    ) -> None:
        message, remedy = words
        where, line = spelled(path), line or self._line(path)
        self._found.setdefault(
            (rule, where, message, line),
            Problem(
                rule=rule,
                message=message,
                remedy=remedy,
                file=self.file,
                line=line,
                where=where,
                severity=severity,
            ),
        )

    def _line(self, path: Path) -> int:
        for length in range(len(path), -1, -1):
            line = self._lines.get(path[:length])
            if line is not None:
                return line
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
