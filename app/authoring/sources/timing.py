"""Checks when a source is asked, and how long its answers last."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from app.authoring.findings import Findings
from app.authoring.sources.durations import span_of, span_written
from app.authoring.sources.schema import ON_DEMAND
from app.model.source import Feeds
from app.model.source_tokens import tokens_in

_BOUNDS: Final[Mapping[str, tuple[timedelta, timedelta]]] = {
    "every": (timedelta(seconds=1), timedelta(days=7)),
    "deadline": (timedelta(milliseconds=10), timedelta(seconds=5)),
    "fresh_for": (timedelta(seconds=1), timedelta(days=7)),
    "stale_for": (timedelta(seconds=1), timedelta(days=30)),
}


def check_timing(tree: Mapping[str, Any], findings: Findings) -> None:
    """Note spans out of bounds, and schedules that contradict the rest."""
    spans = {name: span_of(tree.get(name)) for name in _BOUNDS}
    for name, span in spans.items():
        least, most = _BOUNDS[name]
        if span is not None and not least <= span <= most:
            findings.error(
                "out-of-bounds",
                (name,),
                f"`{name}` is {span_written(span)}.",
                f"It takes {span_written(least)} to {span_written(most)}.",
            )
    fresh = spans["fresh_for"] or spans["every"]
    stale = spans["stale_for"]
    if fresh is not None and stale is not None and stale < fresh:
        findings.error(
            "stale-before-fresh",
            ("stale_for",),
            f"An answer would be gone after {span_written(stale)} and count as new for "
            f"{span_written(fresh)}.",
            "Make `stale_for` the longer of the two.",
        )
    _check_schedule(tree, findings)


def _check_schedule(tree: Mapping[str, Any], findings: Findings) -> None:
    is_pulled = tree.get("every", ON_DEMAND) != ON_DEMAND
    headers = tree.get("headers")
    values = headers.values() if isinstance(headers, dict) else ()
    texts = [tree.get("url"), tree.get("body"), *values]
    tokens = [name for text in texts if isinstance(text, str) for name in tokens_in(text)]
    if is_pulled and tokens:
        findings.error(
            "tokens-of-nobody",
            ("every",),
            f"It is pulled for everybody and asked with `[{tokens[0]}]`, which each open has anew.",
            f"Write `every: {ON_DEMAND}`, or take the token out and use `lookup`.",
        )
    feeds = tree.get("feeds", Feeds.FACTS)
    if not is_pulled and feeds in (Feeds.STOCK, Feeds.PRODUCTS):
        findings.error(
            "feed-on-demand",
            ("every",),
            f"Rows that feed {feeds} are pulled on a schedule.",
            "Write how often, e.g. `every: 5 min`.",
        )
