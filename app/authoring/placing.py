"""Puts what was found out about a compiled block at its lines in the document."""

from collections.abc import Iterable
from typing import Protocol

from app.authoring.findings import Findings, Path
from app.authoring.reading import read_document
from app.model.problem import Problem


class Found(Protocol):
    """Something found about a part of a block."""

    @property
    def rule(self) -> str:
        """Return the stable short name."""
        ...

    @property
    def path(self) -> Path:
        """Return which part."""
        ...

    @property
    def message(self) -> str:
        """Return what is wrong."""
        ...

    @property
    def remedy(self) -> str:
        """Return what to do."""
        ...

    @property
    def is_error(self) -> bool:
        """Return whether it keeps the block from being published."""
        ...


def placed(document: str, found: Iterable[Found], *, file: str) -> tuple[Problem, ...]:
    """Return what was found as problems of a document that compiles, by line."""
    findings = Findings(file)
    read_document(document, findings)
    for each in found:
        note = findings.error if each.is_error else findings.warn
        note(each.rule, each.path, each.message, each.remedy)
    return findings.all()
