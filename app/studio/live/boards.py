"""The live page as plain values: made for the template and for scripts alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.model.buckets import quantile_ms
from app.model.worker import Lapse, WorkerReport
from app.studio.live.ports import Latest, People
from app.studio.live.tallies import Part, Tally, clicks, most_opened, opens, summed
from app.studio.live.words import CACHES, READERS, STAGES, cause_of

MOST_ROWS: Final = 20
_MOST_VARIANTS: Final = 10
_MOST_READERS: Final = 8
_MOST_CAUSES: Final = 8

Plain = dict[str, Any]
"""JSON: texts, numbers, None, lists and objects of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of minutes or days since the epoch: the first, how many, how long one is."""

    first: int
    count: int
    step_s: int

    @property
    def steps(self) -> range:
        """Every one of them."""
        return range(self.first, self.first + self.count)


def counts_of(
    span: Span,
    tallies: Mapping[int, Tally],
    people: People | None,
    title_of: Callable[[str], str],
) -> Plain:
    """Return what was counted in a span: bars, totals, tables."""
    within = [tallies.get(step, Counter()) for step in span.steps]
    total = summed(within)
    all_opens, all_clicks = opens(total, Part.ALL), clicks(total, Part.ALL)
    return {
        "bars": {
            "first": span.first * span.step_s,
            "step_s": span.step_s,
            "opens": [opens(each, Part.ALL) for each in within],
            "clicks": [clicks(each, Part.ALL) for each in within],
        },
        "totals": {
            "opens": all_opens,
            "clicks": all_clicks,
            "click_through": share(all_clicks, all_opens),
            "people": people.all or None if people else None,
            "shown_fallback": _sum_of(total, Part.FALLBACK),
        },
        "messages": _rows(total, Part.MESSAGE, people.messages if people else {}, title_of),
        "blocks": [
            row | {"line": [opens(each, Part.BLOCK, row["key"]) for each in within]}
            for row in _rows(total, Part.BLOCK, people.blocks if people else {}, str)
        ],
        "variants": _variants(total),
        "readers": _readers(total, all_opens),
    }


def work_of(reports: Sequence[WorkerReport]) -> Plain:
    """Return how long answers took and where pictures came from, over all workers."""
    merged: dict[str, Counter[int]] = {stage: Counter() for stage in STAGES}
    caches: Counter[str] = Counter()
    for report in reports:
        caches.update(report.caches)
        for stage, times in report.times.items():
            merged.setdefault(stage, Counter()).update(times)
    drawn = sum(caches.values())
    return {
        "stages": [
            {
                "says": says,
                "p50_ms": _rounded(quantile_ms(merged[stage], 0.5)),
                "p95_ms": _rounded(quantile_ms(merged[stage], 0.95)),
                "n": merged[stage].total(),
            }
            for stage, says in STAGES.items()
        ],
        "caches": [
            {"name": name, "says": says, "n": caches[name], "share": share(caches[name], drawn)}
            for name, says in CACHES.items()
        ],
    }


def lapses_of(lapses: Iterable[Lapse], total_opens: int) -> Plain:
    """Return how many answers were not what was meant, and why."""
    causes: Counter[tuple[str, str]] = Counter()
    for lapse in lapses:
        causes[lapse.block, cause_of(lapse.cause).says] += lapse.n
    all_lapses = causes.total()
    return {
        "n": all_lapses,
        "share": share(all_lapses, max(total_opens, all_lapses)),
        "causes": [
            {"block": block, "says": says, "n": n}
            for (block, says), n in causes.most_common(_MOST_CAUSES)
        ],
    }


def latest_of(
    latest: Iterable[Latest], title_of: Callable[[str], str], named: frozenset[int]
) -> list[Plain]:
    """Return the latest events, the newest first; with names only those of given numbers."""
    return [
        {
            "number": each.number,
            "at": each.at.isoformat(timespec="seconds"),
            "kind": each.kind,
            "message": each.message,
            "title": title_of(each.message),
            "block": each.block,
            "variant": each.variant,
            "reader": READERS.get(each.reader, each.reader),
            "subscriber": each.subscriber if each.number in named else "",
        }
        for each in latest
    ]


def share(some: int, of: int) -> float | None:
    """Return a share, to a tenth of a per mille; None of nothing."""
    return round(some / of, 4) if of else None


def _rows(
    total: Tally, part: Part, people: Mapping[str, int], title_of: Callable[[str], str]
) -> list[Plain]:
    fallback = Part.FALLBACK if part is Part.BLOCK else Part.FALLBACK_MESSAGE
    return [
        {
            "key": name,
            "title": title_of(name),
            "opens": opens(total, part, name),
            "clicks": clicks(total, part, name),
            "click_through": share(clicks(total, part, name), opens(total, part, name)),
            "people": people.get(name),
            "shown_fallback": share(opens(total, fallback, name), opens(total, part, name)),
        }
        for name, _ in most_opened(total, part, MOST_ROWS)
    ]


def _variants(total: Tally) -> list[Plain]:
    return [
        {
            "block": block,
            "variant": variant,
            "opens": opens(total, Part.VARIANT, block, variant),
            "share": share(
                opens(total, Part.VARIANT, block, variant), opens(total, Part.BLOCK, block)
            ),
        }
        for block, variant in most_opened(total, Part.VARIANT, _MOST_VARIANTS)
    ]


def _readers(total: Tally, all_opens: int) -> list[Plain]:
    found = [
        (READERS.get(name, name), opens(total, Part.READER, name))
        for name, _ in most_opened(total, Part.READER, 100)
    ]
    shown, rest = found[:_MOST_READERS], sum(n for _, n in found[_MOST_READERS:])
    if rest:
        shown.append(("All others", rest))
    return [{"says": says, "opens": n, "share": share(n, all_opens)} for says, n in shown]


def _sum_of(total: Tally, part: Part) -> int:
    return sum(n for (each, *_), n in total.items() if each is part)


def _rounded(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 2 if ms < 10 else 0)  # noqa: PLR2004  # two digits say enough
