"""Who fetches: the reader's class and, only if it is the reader's own, the IP address."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.context.client_ip import TrustedProxies, client_ip
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


class ReaderService:
    """Classifies fetches. Addresses and user agents stay in memory and go no further."""

    def __init__(self, *, proxies: TrustedProxies, instant_window: timedelta) -> None:
        self._proxies = proxies
        self._window = instant_window
        self._met: Kept[tuple[bytes, bytes, str, bool], tuple[Reader, str]] = Kept(_MOST_MET)

    def nobody(self) -> tuple[Reader, str]:
        """Return the reader of a shared URL."""
        return NOBODY, ""

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
    ) -> tuple[Reader, str]:
        """Return the reader and the address it came from."""
        if not (_PURPOSES.isdisjoint(headers) and self.is_settled(sent_at, at)):
            return self._read(headers, peer, sent_at=sent_at, at=at)
        agent, forwarded = headers.get(b"user-agent", b""), headers.get(b"x-forwarded-for", b"")
        if len(agent) + len(forwarded) > _LONGEST_MET:
            return self._read(headers, peer, sent_at=sent_at, at=at)
        # Without a purpose, and with time out of the question, these alone tell the class.
        key = (agent, forwarded, peer, sent_at is None)
        known = self._met.get(key)
        if known is None:
            known = self._read(headers, peer, sent_at=sent_at, at=at)
            self._met.put(key, known)
        return known

    def _read(
        self,
        headers: Mapping[bytes, bytes],
        peer: str,
        *,
        sent_at: datetime | None,
        at: datetime,
    ) -> tuple[Reader, str]:
        forwarded = headers.get(b"x-forwarded-for")
        ip = client_ip(
            peer=peer,
            forwarded_for=forwarded.decode("latin-1") if forwarded and self._proxies else "",
            trusted=self._proxies,
        )
        purposes = _NO_PURPOSES if _PURPOSES.isdisjoint(headers) else _purposes(headers)
        reader = classify(
            agent=headers.get(b"user-agent", b"").decode("latin-1"),
            ip=ip,
            headers=purposes,
            sent_at=sent_at,
            now=at,
            instant_window=self._window,
        )
        return reader, ip


def _purposes(headers: Mapping[bytes, bytes]) -> Mapping[str, str]:
    return {name.decode(): headers[name].decode("latin-1") for name in _PURPOSES if name in headers}
