"""The cache in front, as the settings name it: its headers, and the way to purge it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.purging.addresses import SharedAddresses
from app.adapters.purging.calls import APIS, Target
from app.adapters.purging.purger import Purger
from app.adapters.purging.queue import PurgeQueue
from app.adapters.purging.watching import Watch
from app.composition.storage import Storage
from app.delivery.heading import Heading
from app.delivery.lasting import LastGood
from app.delivery.policy import Edge
from app.model.cdn import Cdn
from app.model.ports import Now
from app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What opens need to know of the cache in front."""

    heading: Heading
    last_good: LastGood
    purges: PurgeQueue | None  # None: it is never purged


def front_of(settings: Settings, now: Now) -> Front:
    """Return what the settings say of the cache in front."""
    purged = purge_target(settings)
    is_asked_by_address = purged is not None and purged.cdn is Cdn.NGINX
    met = SharedAddresses(settings.home / "run").note if is_asked_by_address else None
    edge = Edge(settings.cdn, settings.cdn_max_age_s)
    return Front(
        heading=Heading(edge=edge, content_path=f"{urlsplit(settings.public_url).path}/r/"),
        last_good=LastGood(now=now, edge=edge, met=met),
        purges=purge_queue(settings, now) if purged else None,
    )


def purge_target(settings: Settings) -> Target | None:
    """Return what is purged; None: the settings do not say enough."""
    default = APIS.get(settings.cdn)
    apis = settings.cdn_api or ((default,) if default else ())
    if not apis or not settings.cdn_key or (default and not settings.cdn_zone):
        return None
    return Target(cdn=settings.cdn, apis=apis, zone=settings.cdn_zone, key=settings.cdn_key)


def purge_queue(settings: Settings, now: Now) -> PurgeQueue:
    """Return what waits to be purged."""
    return PurgeQueue(settings.home / "run", now=now)


def purger(settings: Settings, storage: Storage, server: Outbound, now: Now) -> Purger | None:
    """Return what purges the cache in front; None where none can be purged."""
    target = purge_target(settings)
    if target is None:
        return None
    watch = Watch(
        storage.database.notices.number,
        blocks=storage.blocks,
        brands=storage.brands,
        messages=storage.messages,
    )
    return Purger(
        purge_queue(settings, now),
        watch,
        target=target,
        server=server,
        now=now,
        addresses=SharedAddresses(settings.home / "run"),
        lock=settings.home / "run" / "purges.lock",
    )
