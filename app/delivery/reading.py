"""Who fetches: the reader's class and, only if it is the reader's own, the IP address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.context.client_ip import TrustedProxies, nearest_stranger
from app.context.edges import Sighting, TrustedEdge
from app.context.networks import FixedLists, NetworkLists, Networks
from app.context.readers import classify
from app.model.keeping import Kept
from app.model.reader import OpenedNow, Reader, ReaderKind

NOBODY = Reader(
    kind=ReaderKind.MACHINE,
    name="shared",
    ip_is_user=False,
    ua_is_user=False,
    opened_now=OpenedNow.UNKNOWN,
    evidence="shared URL: who fetches is not asked",
)
_PURPOSES = frozenset({b"sec-purpose", b"purpose", b"x-purpose", b"x-moz"})
_MOST_MET = 4096
_LONGEST_MET = 1024  # bytes; a fetch that says more is classified each time
_NO_PURPOSES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A classified fetch: who, from which address, and where a CDN in front sees that address."""

    reader: Reader
    ip: str
    seen: Sighting | None = None


_NOBODY = Arrival(NOBODY, "")


class ReaderService:
    """Classifies fetches. Addresses and user agents stay in memory and go no further."""

    def __init__(
        self,
        *,
        proxies: TrustedProxies,
        instant_window: timedelta,
        lists: NetworkLists | None = None,
        edge: TrustedEdge | None = None,
    ) -> None:
        self._proxies = proxies
        self._window = instant_window
        self._lists = lists or FixedLists()
        self._edge = edge
        self._networks = self._lists.current()
        self._met: Kept[tuple[bytes, bytes, str, bool], Arrival] = Kept(_MOST_MET)

    def nobody(self) -> Arrival:
        """Return the reader of a shared URL."""
        return _NOBODY

    def is_settled(self, sent_at: datetime | None, at: datetime) -> bool:
        """Tell whether the class of a fetch no longer depends on its moment."""
        return sent_at is None or at - sent_at >= self._window

    def read(
        self,
        headers: Mapping[bytes, bytes],
        peer: str,
        *,
        sent_at: datetime | None,
        at: datetime,
        is_click: bool = False,
    ) -> Arrival:
        """Return who fetches and from where."""
        networks = self._lists.current()
        if networks is not self._networks:
            self._networks = networks
            self._met.clear()
        if (
            is_click
            or self._edge is not None
            or not (_PURPOSES.isdisjoint(headers) and self.is_settled(sent_at, at))
        ):
            return self._read(headers, peer, sent_at, at, networks, is_click=is_click)
        agent, forwarded = headers.get(b"user-agent", b""), headers.get(b"x-forwarded-for", b"")
        if len(agent) + len(forwarded) > _LONGEST_MET:
            return self._read(headers, peer, sent_at, at, networks)
        # Without a purpose, and with time out of the question, these alone tell the class.
        key = (agent, forwarded, peer, sent_at is None)
        known = self._met.get(key)
        if known is None:
            known = self._read(headers, peer, sent_at, at, networks)
            self._met.put(key, known)
        return known

    def _read(
        self,
        headers: Mapping[bytes, bytes],
        peer: str,
        sent_at: datetime | None,
        at: datetime,
        networks: Networks,
        *,
        is_click: bool = False,
    ) -> Arrival:
        ip, seen = self._client(headers, peer)
        purposes = _NO_PURPOSES if _PURPOSES.isdisjoint(headers) else _purposes(headers)
        reader = classify(
            agent=headers.get(b"user-agent", b"").decode("latin-1"),
            ip=ip,
            headers=purposes,
            sent_at=sent_at,
            now=at,
            instant_window=self._window,
            networks=networks,
            is_click=is_click,
        )
        # Where a proxy or a relay is tells nothing about whoever reads.
        return Arrival(reader, ip, seen if reader.ip_is_user else None)

    def _client(self, headers: Mapping[bytes, bytes], peer: str) -> tuple[str, Sighting | None]:
        edge, forwarded = self._edge, headers.get(b"x-forwarded-for")
        hop, before = nearest_stranger(
            peer=peer,
            forwarded_for=forwarded.decode("latin-1")
            if forwarded and (self._proxies or edge)
            else "",
            trusted=self._proxies,
        )
        if edge is None or not edge.is_there(hop, headers):
            return hop, None
        return edge.client(headers, before), edge.sighting(headers)


def _purposes(headers: Mapping[bytes, bytes]) -> Mapping[str, str]:
    return {name.decode(): headers[name].decode("latin-1") for name in _PURPOSES if name in headers}
