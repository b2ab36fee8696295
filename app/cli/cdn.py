"""What `opentime doctor` says of the cache in front: which it is, and what waits to be purged."""

from app.cli.verdicts import Check
from app.composition.cdn import purge_queue, purge_target
from app.composition.storage import system_now
from app.model.cdn import Cdn
from app.settings import Settings

_PATIENCE_S = 600  # after which what waits is a fault


def cdn_check(settings: Settings) -> Check:
    """Return the state of purging."""
    if settings.cdn is Cdn.NONE:
        return "CDN", None, "none is named: nothing is purged (docs/cdn.md)"
    if purge_target(settings) is None:
        says = "answers end by themselves: nothing is purged until its address and key are set"
        return "CDN", None, f"{settings.cdn.value}, {says}"
    state = purge_queue(settings, system_now).read()
    waiting = f"{len(state.pending)} tags wait" if state.pending else "nothing waits to be purged"
    if state.error:
        says = f"{waiting}; {state.attempts} attempts in vain, the last: {state.error}"
        return "CDN", False, f"{settings.cdn.value}, {says}"
    since = state.since or system_now()
    is_late = bool(state.pending) and (system_now() - since).total_seconds() > _PATIENCE_S
    says = f"{waiting}, {state.sent:,} were purged so far"
    if is_late:
        says += "; the server that purges does not run"
    return "CDN", not is_late, f"{settings.cdn.value}, {says}"
