"""What needs a hand, in words, each with the way to its remedy. The gravest stand first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.model.source import SourceHealth
from app.model.worker import Lapse, WorkerReport
from app.studio.live.ports import Health, SourceState
from app.studio.live.words import cause_of

_GIB: Final = 1 << 30
_LEAST_FREE: Final = 2 * _GIB
_LATE_JOURNAL_S: Final = 30.0
_LATE_PURGES_S: Final = 120.0
_SLOW_LOOP_MS: Final = 250.0
_MOST_BLOCKS: Final = 5
_SOURCES: Final = "/studio/sources"


class Weight(StrEnum):
    """How grave a warning is."""

    BAD = "bad"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One warning. `href` leads to its remedy and `link` says where to; both may be empty."""

    weight: Weight
    says: str
    remedy: str = ""
    href: str = ""
    link: str = ""


def warnings_of(
    health: Health, reports: Sequence[WorkerReport], lapses: Iterable[Lapse]
) -> list[Notice]:
    """Return every warning, the gravest first."""
    named = {state.name: source_path(state.brand, state.name) for state in health.sources}
    found = [
        *_storage(health),
        *_sources(health.sources),
        *_lapses(lapses, named),
        *_journal(health),
        *_purges(health),
        *_workers(reports),
    ]
    return sorted(found, key=lambda warning: warning.weight is Weight.WARN)


def source_path(brand: str, name: str) -> str:
    """Return the address of a source's page; names of brands and sources are plain."""
    return f"{_SOURCES}/{name}?brand={brand}"


def _lapses(lapses: Iterable[Lapse], sources: Mapping[str, str]) -> Iterable[Notice]:
    counts: Counter[tuple[str, str]] = Counter()
    for lapse in lapses:
        if lapse.block:
            counts[lapse.block, lapse.cause] += lapse.n
    for (block, text), n in counts.most_common(_MOST_BLOCKS):
        cause = cause_of(text)
        href, link = f"/studio/blocks/{block}", "See the block"
        if cause.source in sources:
            href, link = sources[cause.source], "See the source"
        times = "once" if n == 1 else f"{n:,} times"
        yield Notice(
            weight=Weight.WARN,
            says=f"Block {block} fell back {times} in the last hour: {cause.says}.",
            remedy=cause.remedy,
            href=href,
            link=link,
        )


def _sources(states: Iterable[SourceState]) -> Iterable[Notice]:
    for state in states:
        status = state.status
        if status.health not in (SourceHealth.STALE, SourceHealth.FAILING):
            continue
        is_shown = status.health is SourceHealth.STALE
        yield Notice(
            weight=Weight.WARN if is_shown else Weight.BAD,
            says=f"Source {state.name} fails: {status.last_error or 'its rows are too old.'}",
            remedy="Its last good rows are still shown." if is_shown else "Blocks do without it.",
            href=source_path(state.brand, state.name),
            link="See the source",
        )


def _storage(health: Health) -> Iterable[Notice]:
    if health.database_trouble:
        yield Notice(
            weight=Weight.BAD,
            says=f"The database is in trouble: {health.database_trouble}",
            remedy="Pictures are still served. Make room on the disk, or restore a backup.",
        )
    if health.disk_free < _LEAST_FREE or health.disk_free * 50 < health.disk_total:
        yield Notice(
            weight=Weight.BAD if health.disk_free < _LEAST_FREE // 4 else Weight.WARN,
            says=f"The disk has {health.disk_free / _GIB:.1f} GiB left.",
            remedy="Make room: when it is full, opens are no longer counted.",
        )


def _journal(health: Health) -> Iterable[Notice]:
    if health.journal_oldest_s > _LATE_JOURNAL_S:
        late = in_words(timedelta(seconds=health.journal_oldest_s))
        yield Notice(
            weight=Weight.WARN,
            says=f"Opens wait for the store, the first for {late}: figures here are behind.",
            remedy="See whether the ingester runs and the disk keeps up.",
        )


def _purges(health: Health) -> Iterable[Notice]:
    if not health.purges_waiting:
        return
    if health.purges_error or health.purges_oldest_s > _LATE_PURGES_S:
        said = f": {health.purges_error}" if health.purges_error else "."
        yield Notice(
            weight=Weight.WARN,
            says=f"{health.purges_waiting:,} purges wait for the cache in front{said}",
            remedy="Shared pictures may be old until they are done; see the settings of the CDN.",
        )


def _workers(reports: Sequence[WorkerReport]) -> Iterable[Notice]:
    for report in reports:
        if report.lag_ms > _SLOW_LOOP_MS:
            yield Notice(
                weight=Weight.WARN,
                says=f"Worker {report.pid} was {report.lag_ms:,.0f} ms late.",
                remedy="It has more to do than one core can: raise OPENTIME_WORKERS.",
            )
    unmerged = sum(sum(report.unmerged.values()) for report in reports)
    if unmerged:
        yield Notice(
            weight=Weight.WARN,
            says=f"{unmerged:,} opens held a merge tag that the sender did not fill.",
            remedy="Check the snippet against the provider it is sent by.",
            href="/studio/messages",
            link="See the messages",
        )


def in_words(age: timedelta) -> str:
    """Return an age in words: 40 s, 3 min, 5 h, 2 days."""
    seconds = max(0, int(age.total_seconds()))
    for unit, size, limit in (("s", 1, 90), ("min", 60, 5400), ("h", 3600, 172_800)):
        if seconds < limit:
            return f"{seconds // size} {unit}"
    return f"{seconds // 86_400} days"
