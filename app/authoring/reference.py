"""The tables of the language for its documentation, from the very vocabulary that is in force."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from app.authoring.lowering import FUNCTIONS
from app.model.vocabulary import FACTS, FILTERS, OPEN_NAMESPACES, QUESTIONS

FILTER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "money": ("`product.price | money`", "an amount in its currency: $19.99"),
    "number": ("`stock.total | number`", "a number with separators; digits after the point"),
    "percent": ("`0.25 | percent`", "a share: 25%; digits after the point"),
    "distance": ("`store.distance | distance`", "kilometres as 3.2 km or 2 mi"),
    "temperature": (
        "`weather.temperature | temperature`",
        "degrees Celsius as 21 °C or 70 °F; `temperature('short')` without the unit: 21°",
    ),
    "speed": ("`weather.wind | speed`", "kilometres per hour as 18 km/h or 11 mph"),
    "date": ("`message.sent_at | date('long')`", "a date: short, medium, long (default) or full"),
    "time": ("`store.closes | time`", "a wall time: 6:00 PM or 18:00"),
    "moment": (
        "`clock.moment('2026-11-27 18:00') | moment`",
        "a date and time with its zone: Friday 27 November, 18:00 CET",
    ),
    "countdown": ("`clock.until('18:00') | countdown`", "minutes as 2 hr 14 min"),
    "plural": (
        "`stock.here | plural('pair', 'pairs')`",
        "the word that fits the number; `plural(one=…, few=…, many=…, other=…)` has all forms",
    ),
    "upper": ("`store.city | upper`", "capital letters"),
    "title": ("`person.first_name | title`", "Each Word Capitalized"),
    "truncate": ("`product.name | truncate(20)`", "at most so many characters, with an ellipsis"),
    "default": (
        "`person.first_name | default('there')`",
        "another value for none or an empty text",
    ),
}
FUNCTION_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "min": ("`min(stock.here, 9)`", "the least of up to ten numbers"),
    "max": ("`max(0, 20 - clock.hour)`", "the greatest of up to ten numbers"),
    "round": ("`round(store.distance, 1)`", "half away from zero; up to six digits"),
    "abs": ("`abs(params.n)`", "without the sign"),
    "len": ("`len(stores)`", "how many rows a list has"),
}


def with_tables(page: str) -> str:
    """Return the page with every `<!-- table: NAME -->` section written anew."""
    for name, table in _tables().items():
        section = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = section.sub(lambda match, table=table: f"{match[1]}{table}{match[2]}", page)  # type: ignore[misc]  # a default binds the loop's value
    return page


def _tables() -> dict[str, str]:
    facts = [
        (f"`{fact.name}`", fact.kind, fact.says, "yes" if fact.personal else "") for fact in FACTS
    ]
    opened = [
        (f"`{space}.*`", says, "yes" if personal else "")
        for space, (says, personal) in OPEN_NAMESPACES.items()
    ]
    questions = [
        (f"`{q.name}({', '.join('ab'[: q.arguments[1]])})`", q.kind, q.says,
         "yes" if q.personal else "")
        for q in QUESTIONS
    ]  # fmt: skip
    return {
        "facts": _table(("Fact", "Kind", "What it says", "Personal"), facts),
        "namespaces": _table(("Names", "What they are", "Personal"), opened),
        "questions": _table(("Question", "Kind", "What it answers", "Personal"), questions),
        "filters": _table(
            ("Filter", "Arguments", "Example", "Result"),
            [(f"`{name}`", _count(FILTERS[name]), *words) for name, words in FILTER_WORDS.items()],
        ),
        "functions": _table(
            ("Function", "Arguments", "Example", "Result"),
            [(f"`{n}`", _count(FUNCTIONS[n]), *words) for n, words in FUNCTION_WORDS.items()],
        ),
    }


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _count(bounds: tuple[int, int]) -> str:
    least, most = bounds
    return str(least) if least == most else f"{least} to {most}"
