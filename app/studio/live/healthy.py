"""Health as the live page shows it: one line for each part, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from app.model.source import SourceHealth, SourceStatus
from app.model.worker import WorkerReport
from app.studio.live.boards import Plain
from app.studio.live.ports import Health
from app.studio.live.warning import in_words, source_path

_MIB: Final = 1 << 20
_GIB: Final = 1 << 30
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # looked for
_STATES: Final = {
    SourceHealth.NEW: ("", "not asked yet"),
    SourceHealth.GOOD: ("good", "good"),
    SourceHealth.STALE: ("warn", "failing, last good rows shown"),
    SourceHealth.FAILING: ("bad", "failing"),
    SourceHealth.PAUSED: ("", "paused"),
}


def health_of(health: Health, reports: Sequence[WorkerReport], now: datetime) -> Plain:
    """Return each part with a state (good, warn, bad or none) and what there is to say."""
    return {
        "sources": [
            {
                "name": state.name,
                "href": source_path(state.brand, state.name),
                "state": state_of(state.status)[0],
                "says": state_of(state.status)[1],
                "age": age_of(state.status, now),
                "error": state.status.last_error,
            }
            for state in health.sources
        ],
        "parts": [
            _database(health),
            _disk(health),
            _journal(health),
            _workers(health, reports),
            *_purges(health),
            _address(health),
        ],
    }


def state_of(status: SourceStatus) -> tuple[str, str]:
    """Return the state of a source: its colour (or none) and the word for it."""
    return _STATES[status.health]


def age_of(status: SourceStatus, now: datetime) -> str:
    """Return how long ago a source last answered well, in words."""
    return "never" if status.last_good is None else f"{in_words(now - status.last_good)} ago"


def _part(name: str, state: str, says: str) -> Plain:
    return {"name": name, "state": state, "says": says}


def _database(health: Health) -> Plain:
    if health.database_trouble:
        return _part("Database", "bad", health.database_trouble)
    return _part("Database", "good", f"sound, {_size(health.database_bytes)}")


def _disk(health: Health) -> Plain:
    free = health.disk_free / max(1, health.disk_total)
    state = "good" if health.disk_free > 2 * _GIB and free > 0.02 else "warn"  # noqa: PLR2004  # as the warning
    return _part("Disk", state, f"{_size(health.disk_free)} free of {_size(health.disk_total)}")


def _journal(health: Health) -> Plain:
    lost = (
        f"; {health.journal_dropped:,} lost since the beginning" if health.journal_dropped else ""
    )
    if not health.journal_waiting:
        return _part("Journal", "good", f"every open is stored{lost}")
    late = in_words(timedelta(seconds=health.journal_oldest_s))
    state = "warn" if health.journal_oldest_s > 30 else "good"  # noqa: PLR2004  # seconds
    waiting = f"{_size(health.journal_waiting)} wait for the store, the first for {late}{lost}"
    return _part("Journal", state, waiting)


def _workers(health: Health, reports: Sequence[WorkerReport]) -> Plain:
    if not reports:
        return _part("Workers", "", "none has reported yet")
    slowest = max(report.lag_ms for report in reports)
    state = "good" if len(reports) >= health.workers else "warn"
    of = f" of {health.workers}" if health.workers != len(reports) else ""
    return _part("Workers", state, f"{len(reports)}{of} at work, {slowest:,.0f} ms late at most")


def _purges(health: Health) -> list[Plain]:
    if health.purges_waiting is None:
        return []
    if not health.purges_waiting:
        return [_part("Purges", "good", "none waits")]
    state = "bad" if health.purges_error else "good"
    return [
        _part("Purges", state, f"{health.purges_waiting:,} wait. {health.purges_error}".strip())
    ]


def _address(health: Health) -> Plain:
    if urlsplit(health.address).hostname in _LOCAL:
        return _part(
            "Address",
            "",
            f"{health.address}: only this machine can open it. "
            "Set OPENTIME_BASE_URL before sending.",
        )
    return _part("Address", "good", health.address)


def _size(size: int) -> str:
    if size >= _GIB:
        return f"{size / _GIB:,.1f} GiB"
    return f"{size / _MIB:,.1f} MiB" if size >= _MIB else f"{size / 1024:,.0f} KiB"
