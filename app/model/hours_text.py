"""Opening hours as people and files write them: parse, and write back in one canonical form.

Two forms are read: the document `{"mon": ["09:00-12:30"], "exceptions": {"2026-12-25": []}}` and
the line `Mo-Fr 09:00-18:00; Sa 10:00-16:00; Su off; 2026-12-25 off`. Days not named are closed.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from app.errors import Unacceptable
from app.model.hours import Hours, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_MINUTES = 1_440
_ALWAYS: tuple[Span, ...] = ((0, _DAY_MINUTES),)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXAMPLE = "Mo-Fr 09:00-18:00; Sa 10:00-16:00; Su off; 2026-12-25 off"

Week = list[tuple[Span, ...]]
Dates = dict[date, tuple[Span, ...]]


def parse_hours(value: str | Mapping[str, object]) -> Hours:
    """Read hours from a line, a document, or a document as JSON text; raises Unacceptable."""
    week: Week = [()] * 7
    dates: Dates = {}
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = _document(value)
    if isinstance(value, str):
        _read_line(value, week, dates)
    else:
        _read_document(value, week, dates)
    _refuse_overlapping_nights(week)
    return Hours(week=tuple(week), exceptions=tuple(sorted(dates.items())))


def hours_document(hours: Hours) -> dict[str, list[str] | dict[str, list[str]]]:
    """Write hours as the canonical document: all seven days, and exceptions when there are any."""
    document: dict[str, list[str] | dict[str, list[str]]] = {
        day: _written(spans) for day, spans in zip(DAYS, hours.week, strict=True)
    }
    if hours.exceptions:
        document["exceptions"] = {
            day.isoformat(): _written(spans) for day, spans in hours.exceptions
        }
    return document


def wall_text(minute: int) -> str:
    """Write minutes after midnight as 09:05; the midnight that ends a day is 24:00."""
    minute = minute if minute <= _DAY_MINUTES else minute - _DAY_MINUTES
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _document(text: str) -> Mapping[str, object]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _refusal(text, f"are not readable as JSON ({error})", "correct the JSON") from error
    assert isinstance(document, dict)  # the text begins with a brace
    return document


def _read_document(document: Mapping[str, object], week: Week, dates: Dates) -> None:
    if not document:
        raise _refusal("{}", "name no day", 'write for example {"mon": ["09:00-18:00"]}')
    for name, spans in document.items():
        if name != "exceptions":
            week[_day(name)] = _spans(_texts(name, spans), name)
        elif isinstance(spans, Mapping):
            for day, texts in spans.items():
                dates[_date(str(day))] = _spans(_texts(str(day), texts), str(day))
        else:
            remedy = 'write them by date: {"2026-12-25": []}'
            raise _refusal(str(spans), "have exceptions that are not a mapping", remedy)


def _texts(name: str, value: object) -> Sequence[str]:
    if isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
        return value
    remedy = f'write a list: "{name}": ["09:00-18:00"], empty when closed'
    raise _refusal(str(value), f"for {name} are not a list of spans", remedy)


def _read_line(line: str, week: Week, dates: Dates) -> None:
    rules = [rule.strip() for rule in line.split(";") if rule.strip()]
    if not rules:
        raise _refusal(line, "are empty", f"write for example {_EXAMPLE}")
    for rule in rules:
        _read_rule(rule, week, dates)


def _read_rule(rule: str, week: Week, dates: Dates) -> None:
    if rule == "24/7":
        week[:] = [_ALWAYS] * 7
        return
    # A selector is whatever stands before the first time, "off" or "24/7".
    found = re.search(r"(?:^|\s)(\d{1,2}:\d{2}.*|off|closed|24/7)$", rule, re.IGNORECASE)
    if found is None:
        raise _unreadable(rule)
    selector, times = rule[: found.start()].strip(), found.group(1).lower()
    special = {"24/7": _ALWAYS, "off": (), "closed": ()}
    spans = special[times] if times in special else _spans(times.split(","), rule)
    for part in selector.split(",") if selector else ["Mo-Su"]:
        if _DATE.fullmatch(part.strip()):
            dates[_date(part.strip())] = spans
        else:
            for day in _days(part.strip(), rule):
                week[day] = spans


def _days(part: str, rule: str) -> Iterable[int]:
    if part.upper() in {"PH", "SH"}:
        remedy = "name each holiday as an exception by its date, as in 2026-12-25 off"
        raise _refusal(rule, f"use {part.upper()}, which names no dates", remedy)
    first, dash, last = part.partition("-")
    if not first.strip().isalpha() or (dash and not last.strip().isalpha()):
        raise _unreadable(rule)
    start = _day(first)
    length = (_day(last) - start) % 7 if dash else 0
    return [(start + ahead) % 7 for ahead in range(length + 1)]


def _day(name: str) -> int:
    plain = name.strip().lower()
    for day in range(7):
        if plain in (_SHORT[day].lower(), DAYS[day], _FULL[day]):
            return day
    raise _refusal(name, "name an unknown day", f"write one of {', '.join(DAYS)}, or Mo to Su")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        remedy = "write year-month-day, as in 2026-12-25"
        raise _refusal(text, "name a date that does not exist", remedy) from error


def _spans(texts: Iterable[str], whose: str) -> tuple[Span, ...]:
    spans = tuple(sorted(_span(text.strip()) for text in texts))
    for (_, closing), (opening, _) in pairwise(spans):
        if opening < closing:
            remedy = "join spans that overlap into one"
            raise _refusal(whose, f"have a span that begins before {wall_text(closing)}", remedy)
    return spans


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise _refusal(text, "are not a span of time", "write hours and minutes: 09:00-18:00")
    opening, closing = _minute(text, *found.group(1, 2)), _minute(text, *found.group(3, 4))
    if opening == _DAY_MINUTES:
        raise _refusal(text, "open at 24:00", "write 00:00 on the next day")
    if opening == closing:
        raise _refusal(text, "end as they begin", "write 00:00-24:00 for the whole day")
    return (opening, closing) if opening < closing else (opening, closing + _DAY_MINUTES)


def _minute(text: str, hour: str, minute: str) -> int:
    value = int(hour) * 60 + int(minute)
    if value > _DAY_MINUTES or int(minute) >= 60:  # noqa: PLR2004  # minutes of an hour
        remedy = "times run from 00:00 to 24:00; a span past midnight is 20:00-02:00"
        raise _refusal(text, f"have no time {hour}:{minute}", remedy)
    return value


def _refuse_overlapping_nights(week: Week) -> None:
    for day, spans in enumerate(week):
        tomorrow = week[(day + 1) % 7]
        if spans and tomorrow and spans[-1][1] - _DAY_MINUTES > tomorrow[0][0]:
            whose = f"{_SHORT[day]} {_text(spans[-1])}"
            remedy = f"end that night by {wall_text(tomorrow[0][0])}, or let {DAYS[(day + 1) % 7]} "
            raise _refusal(whose, "overlap the next day's", remedy + "begin later")


def _written(spans: Iterable[Span]) -> list[str]:
    return [_text(span) for span in spans]


def _text(span: Span) -> str:
    return f"{wall_text(span[0])}-{wall_text(span[1])}"


def _unreadable(rule: str) -> Unacceptable:
    return _refusal(rule, "are not understood", f"write days and times, as in {_EXAMPLE}")


def _refusal(part: str, problem: str, remedy: str) -> Unacceptable:
    return Unacceptable(
        f'Opening hours "{part}" {problem}.', remedy=remedy, field="hours", value=part
    )
