"""What classifies fetches: trusted proxies, the CDN in front, network lists."""

from datetime import timedelta

from app.adapters.networks.shelf import NetworkShelf
from app.context.client_ip import TrustedProxies
from app.context.edges import EDGES, TrustedEdge
from app.delivery.reading import ReaderService
from app.errors import ConfigurationError
from app.settings import PREFIX, Settings


def reader_service(settings: Settings, networks: NetworkShelf) -> ReaderService:
    """Return what tells who fetches."""
    return ReaderService(
        proxies=trusted_proxies(settings),
        instant_window=timedelta(seconds=settings.instant_window_s),
        lists=networks,
        edge=_edge(settings),
    )


def trusted_proxies(settings: Settings) -> TrustedProxies:
    """Return whose word about a client's address is taken."""
    return TrustedProxies.parse(
        settings.trusted_proxies, is_unsafe_allowed=settings.unsafe_trust_all
    )


def _edge(settings: Settings) -> TrustedEdge | None:
    names = EDGES.get(settings.edge_headers)
    if names is None:
        return None
    if not (settings.edge_networks or settings.edge_secret):
        raise ConfigurationError(
            f"The headers of {settings.edge_headers} would be believed from nobody.",
            remedy=f"Name its networks in {PREFIX}EDGE_NETWORKS, or a secret in "
            f"{PREFIX}EDGE_SECRET.",
            field="edge_headers",
            value=settings.edge_headers,
        )
    known = TrustedProxies.parse(settings.edge_networks)
    return TrustedEdge(names, networks=known, secret=settings.edge_secret)
