"""Fetch the facts of sources that take time, all at once, under one deadline."""

import asyncio
import logging
from collections.abc import Iterable, Mapping

from app.context.asking import Ask, Source
from app.errors import SourceError, SourceMalformed, SourceTimeout
from app.model.facts import Fact, Known, Missing, Why

_log = logging.getLogger("opentime.fetching")


async def fetch(sources: Iterable[Source], ask: Ask, *, deadline_s: float) -> dict[str, Known]:
    """Return what the sources answer in time; of one that is late or fails, why there is nothing.

    Raises ValueError without any source. Nothing goes on after the deadline or a cancellation.
    """
    tasks = {asyncio.ensure_future(_asked(source, ask)): source.name for source in sources}
    fetched: dict[str, Known] = {}
    try:
        done, late = await asyncio.wait(tasks, timeout=deadline_s)
    finally:  # also when the open itself is given up
        for task in tasks:
            task.cancel()
    for task in late:
        fetched[tasks[task]] = Missing(Why.TIMEOUT, tasks[task])
    for task in done:
        given_up = {tasks[task]: Missing(Why.REFUSED, tasks[task])}
        fetched |= given_up if task.cancelled() else task.result()
    return fetched


async def _asked(source: Source, ask: Ask) -> Mapping[str, Known]:
    """Return what a source answers, under names of its own; failures become Missing."""
    name = source.name
    try:
        answered: Mapping[str, object] = await source.fetch(ask)
        return {
            key: known if isinstance(known, Fact | Missing) else Missing(Why.MALFORMED, name)
            for key, known in answered.items()
            if key == name or key.startswith(f"{name}.")
        }
    except (SourceTimeout, TimeoutError):
        why = Why.TIMEOUT
    except SourceMalformed:
        why = Why.MALFORMED
    except (SourceError, OSError):
        why = Why.REFUSED
    except Exception:  # noqa: BLE001  # an edge: a source with a defect must not cost the open
        _log.exception("The source %s failed in a way of its own", name)
        why = Why.MALFORMED
    return {name: Missing(why, name)}
