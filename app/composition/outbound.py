"""The way out to other servers, as the settings allow it."""

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.guarding import Guard
from app.adapters.outbound.privates import PrivateHosts
from app.settings import Settings


def open_outbound(settings: Settings) -> Outbound:
    """Return the client for everything outbound; close it with the process."""
    private = PrivateHosts.parse(settings.private_hosts)
    return Outbound(guard=Guard(private=private, ports=settings.outbound_ports))
