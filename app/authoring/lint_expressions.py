"""Warns of comparisons that cannot come out as meant."""

from datetime import datetime
from typing import Final

from app.authoring.findings import Findings, Path, suggestion
from app.authoring.formula import Among, Ask, Compared, Constant, Literal, Node, Read, walk
from app.authoring.operations import wall_time
from app.authoring.scope import FACT_NAMES

_CONDITIONS: Final = ("clear", "cloudy", "rain", "snow", "storm", "fog", "hot", "cold")
CHOICES: Final = {
    "weather.condition": _CONDITIONS,
    "weather.sky": _CONDITIONS[:6],
    "weather.tomorrow_condition": _CONDITIONS,
    "clock.weekday": (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ),
    "clock.daypart": ("night", "morning", "afternoon", "evening"),
    "reader.kind": ("person", "mail_proxy", "prefetch", "scanner", "machine"),
    "place.source": ("profile", "ip", "home", "relay", "brand", "preview"),
}  # fmt: skip
_TEXTS: Final = frozenset({"text", "time", "moment"})
_MONEY: Final = "Money can be compared with money only, e.g. `product.was > product.price`."


def lint_expression(node: Node, path: Path, findings: Findings) -> None:
    """Note every comparison in the expression that is decided before it is made."""
    for part in walk(node):
        if isinstance(part, Among) and isinstance(part.value, Read):
            for option in part.options:
                _lint_choice(part.value, option, path, findings)
        if isinstance(part, Ask) and part.name.startswith("clock."):
            _lint_moments(part, path, findings)
        if isinstance(part, Compared):
            sides = [part.first, *(value for _, value in part.rest)]
            for (op, _), left, right in zip(part.rest, sides[:-1], sides[1:], strict=True):
                _lint_pair(op, left, right, path, findings)


def _lint_moments(ask: Ask, path: Path, findings: Findings) -> None:
    for arg in ask.args:
        if isinstance(arg, Literal) and not _is_moment(
            arg.value, on_a_day=ask.name != "clock.between"
        ):
            findings.warn(
                "not-a-moment",
                path,
                f"`{ask.name}` cannot read “{arg.value}”, so the answer is always missing.",
                "Write '18:00', or for a day '2026-11-27 18:00'; `clock.between` takes times only.",
            )


def _is_moment(value: Constant, *, on_a_day: bool) -> bool:
    if not isinstance(value, str):
        return False
    if wall_time(value) is not None:
        return True
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return on_a_day


def _lint_pair(op: str, left: Node, right: Node, path: Path, findings: Findings) -> None:
    if isinstance(left, Literal) and isinstance(right, Read):
        left, right = right, left
    if not (isinstance(left, Read) and isinstance(right, Literal)):
        return
    if op in ("==", "!="):
        _lint_choice(left, right.value, path, findings)
    _lint_kinds(left, right.value, path, findings)


def _lint_choice(fact: Read, value: Constant, path: Path, findings: Findings) -> None:
    choices = CHOICES.get(fact.name)
    if choices and value not in choices:
        findings.warn(
            "impossible-value",
            path,
            f"`{fact.name}` is never “{value}”.",
            suggestion(str(value).lower(), choices) or f"It is one of {', '.join(choices)}.",
        )


def _lint_kinds(fact: Read, value: Constant, path: Path, findings: Findings) -> None:
    known = FACT_NAMES.get(fact.name)
    if known is None:
        return
    wanted = "text" if known.kind in _TEXTS else known.kind
    given = _kind(value)
    if wanted == given or (wanted == "minutes" and given == "number"):
        return
    remedy = _MONEY if wanted == "money" else f"`{fact.name}` is {known.says}."
    message = f"`{fact.name}` is a {known.kind} and is compared with a {given}."
    findings.warn("different-kinds", path, message, remedy)


def _kind(value: Constant) -> str:
    if isinstance(value, bool):
        return "flag"
    return "text" if isinstance(value, str) else "number"
