"""The figures of `/metrics`: what each counts, and how many now."""

from collections.abc import Mapping

from app.adapters.purging.queue import Purges
from app.adapters.tally import directory_tally
from app.composition.services import Services
from app.composition.weather import weather_figures

Figure = tuple[str, float]


def figures(services: Services) -> Mapping[str, Figure]:
    """Return every figure by name."""
    return (
        _front(services)
        | _events(services)
        | _opens(services)
        | _renderings(services)
        | _tiles(services)
        | weather_figures(services.weather)
    )


def _front(services: Services) -> dict[str, Figure]:
    front = services.front
    state = front.purges.read() if front.purges else Purges()
    since = state.since or services.now()
    return {
        "opentime_last_good_total": (
            "Shared answers that were the last good one",
            float(front.last_good.given),
        ),
        "opentime_purged_tags_total": ("Tags purged, by all processes", float(state.sent)),
        "opentime_purges_failed_total": ("Purges that failed", float(state.failed)),
        "opentime_purges_waiting": ("Tags that wait to be purged", float(len(state.pending))),
        "opentime_purges_oldest_seconds": (
            "Age of the oldest tag that waits",
            max(0.0, (services.now() - since).total_seconds()),
        ),
    }


def _events(services: Services) -> dict[str, Figure]:
    journal = services.journal.stats()
    tally = directory_tally(services.settings.home / "events")
    return {
        "opentime_events_accepted_total": (
            "Events accepted, by all processes",
            float(tally.accepted),
        ),
        "opentime_events_dropped_total": (
            "Events dropped, by all processes",
            float(sum(tally.dropped.values())),
        ),
        "opentime_events_oldest_unsynced_ms": (
            "Age of the oldest event that a power cut would lose",
            float(journal.oldest_unsynced_ms),
        ),
        "opentime_events_journal_bytes": ("Bytes not ingested yet", float(journal.used)),
    }


def _opens(services: Services) -> dict[str, Figure]:
    recorder = services.recorder
    return {
        "opentime_opens_repeated_total": (
            "Opens within the window of the same one",
            float(recorder.repeated),
        ),
        "opentime_broken_merge_tags_total": (
            "Opens with a merge tag where a subscriber belongs",
            float(recorder.unmerged.total()),
        ),
        "opentime_automated_clicks_total": (
            "Clicks that no human made",
            float(recorder.watch.found.total()),
        ),
        "opentime_fallbacks_total": (
            "Answers of a lower rung than was meant; the cause is in X-Opentime-Fallback",
            float(services.opening.lapses.total()),
        ),
        "opentime_standing_answers_total": (
            "Opens answered by an answer that still stood",
            float(services.standing.given),
        ),
    }


def _renderings(services: Services) -> dict[str, Figure]:
    drawn = services.renderings.stats
    says = {
        "opentime_renders_total": ("Pictures drawn because somebody asked", drawn.drawn),
        "opentime_renders_ahead_total": (
            "Fallbacks drawn before they were needed",
            drawn.drawn_ahead,
        ),
        "opentime_render_memory_hits_total": ("Answered from memory", drawn.memory_hits),
        "opentime_render_disk_hits_total": ("Answered from disk", drawn.disk_hits),
        "opentime_render_shared_total": ("Waited for another's", drawn.shared_flights),
        "opentime_render_refused_total": ("Refused, queue full", drawn.refused),
        "opentime_render_failed_total": ("Drawings that failed", drawn.failed),
        "opentime_render_incomplete_total": (
            "Pictures drawn without an asset that was missing",
            drawn.incomplete,
        ),
        "opentime_render_lightened_total": (
            "Pictures too heavy for mail, sent with less detail",
            drawn.lightened,
        ),
        "opentime_pictures_lost_total": (
            "Uploads or assets that broke the process that decodes them, or took it too long",
            services.pictures.lost,
        ),
    }
    return {name: (text, float(value)) for name, (text, value) in says.items()}


def _tiles(services: Services) -> dict[str, Figure]:
    fetcher = services.tiles.fetcher if services.tiles else None
    return {
        "opentime_tiles_fetched_total": (
            "Tiles of street maps fetched",
            float(fetcher.fetched if fetcher else 0),
        ),
        "opentime_tiles_failed_total": (
            "Tiles that the tile server did not give, or that were none",
            float(fetcher.failed if fetcher else 0),
        ),
    }
