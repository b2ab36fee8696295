"""RFC 9457 problem documents: what was refused, field by field, each with its remedy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from app.errors import AppError, Refused, Unacceptable
from app.model.problem import AuthoringError, Problem

MEDIA_TYPE = "application/problem+json"
_SHOWN = 200  # characters of a value in an answer


class Malformed(Refused):
    """The body or a header cannot be read at all."""

    title: ClassVar[str] = "The request is not readable"


class MethodNotAllowed(Refused):
    """The resource exists but does not do that; `allow` is what it does."""

    status: ClassVar[int] = 405
    title: ClassVar[str] = "Method not allowed"

    def __init__(self, method: str, path: str, allow: str) -> None:
        super().__init__(
            f"{path} does not answer {method}.",
            remedy=f"Use one of {allow}.",
            field="method",
            value=method,
        )
        self.allow = allow


class UnsupportedMediaType(Refused):
    """The body is of a kind that the operation does not take."""

    status: ClassVar[int] = 415
    title: ClassVar[str] = "Unsupported media type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong. `index` is the row of a bulk request, from 0."""

    detail: str
    remedy: str
    field: str = ""
    value: str = ""
    index: int | None = None


class Faulty(Unacceptable):
    """Several things are wrong; all of them are named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        rest = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(
            first.detail + rest, remedy=first.remedy, field=first.field, value=first.value
        )
        self.faults = tuple(faults)


class ProblemEntry(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One fault. `index`: row of a bulk request from 0; `line` and `rule`: of a block document."""

    field: str
    value: str
    remedy: str
    detail: str
    index: int | msgspec.UnsetType = msgspec.UNSET
    line: int | msgspec.UnsetType = msgspec.UNSET
    rule: str | msgspec.UnsetType = msgspec.UNSET
    severity: str | msgspec.UnsetType = msgspec.UNSET


class ProblemDocument(msgspec.Struct, kw_only=True):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemEntry]


def problem_document(error: AppError, instance: str) -> ProblemDocument:
    """Return the document that answers an error; `instance` is the path that was asked."""
    kind = Unacceptable if isinstance(error, Faulty) else type(error)
    return ProblemDocument(
        type=f"urn:opentime:problem:{_slug(kind.__name__)}",
        title=error.title,
        status=error.status,
        detail=" ".join(part for part in (error.message, error.remedy) if part),
        instance=instance,
        errors=_entries(error),
    )


def finding(problem: Problem) -> ProblemEntry:
    """Return a finding about a block document."""
    return ProblemEntry(
        field=problem.where,
        value="",
        remedy=problem.remedy,
        detail=problem.message,
        line=problem.line,
        rule=problem.rule,
        severity=problem.severity.value,
    )


def _entries(error: AppError) -> list[ProblemEntry]:
    match error:
        case AuthoringError():
            return [finding(problem) for problem in error.problems]
        case Faulty():
            return [_entry(fault) for fault in error.faults]
        case _ if error.field:
            fault = Fault(
                detail=error.message, remedy=error.remedy, field=error.field, value=error.value
            )
            return [_entry(fault)]
        case _:
            return []


def _entry(fault: Fault) -> ProblemEntry:
    return ProblemEntry(
        field=fault.field,
        # Unpaired surrogates can stand in a refused value and nowhere in an answer.
        value=fault.value[:_SHOWN].encode(errors="replace").decode(),
        remedy=fault.remedy,
        detail=fault.detail.encode(errors="replace").decode(),
        index=msgspec.UNSET if fault.index is None else fault.index,
    )


def _slug(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
