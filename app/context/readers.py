"""Who actually fetched: classify a request by its headers, user agent, address and moment.

The address and the user agent of most opens are a mail proxy's. So a class says whether either
is the reader's own, and whether a human opened the email now.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from app.context.agents import (
    BARE_MOZILLA,
    BARE_WEBKIT,
    prefetch,
    proxy,
    reader_of_agent,
    scanner,
)
from app.context.networks import UNLISTED, NetworkList, Networks
from app.model.reader import OpenedNow, Reader, ReaderKind

INSTANT_WINDOW = timedelta(seconds=60)  # 10 s proved too tight: it counts from the hand-off

_AHEAD = re.compile("prefetch|preview|prerender", re.IGNORECASE)
_AHEAD_HEADERS = ("sec-purpose", "purpose", "x-purpose", "x-moz")

# Never scanners, wherever their owners also scan from.
_FETCHES_FOR_READERS = frozenset({ReaderKind.MAIL_PROXY, ReaderKind.PREFETCH})

_PREFETCH = prefetch("prefetch", "a purpose header asks for the picture ahead of time")
_MPP = prefetch("mpp", "an Apple privacy fetch by its user agent and the relay list")
_SCANNER_NETWORK = scanner("an address on the scanner list")
_SCANNER_SERVICE = scanner("a click from where a mail service fetches")
_SCANNER_INSTANT = scanner("fetched within the instant window of sending")
_AMBIGUOUS_INSTANT = prefetch(
    BARE_WEBKIT.name, "the bare user agent of a privacy fetch, within the instant window of sending"
)
_BARE_WEBKIT_UNDATED = replace(
    BARE_WEBKIT,
    opened_now=OpenedNow.UNKNOWN,
    evidence="a bare WebKit user agent; when the email was sent is not known",
)
_AT_THE_OPEN = {
    name: proxy(name, f"an address that {owner} fetches from")
    for name, owner in (
        ("google_proxy", "Gmail"),
        ("outlook_proxy", "Outlook on the web"),
        ("yahoo_proxy", "Yahoo Mail"),
    )
}
_AROUND_DELIVERY = {
    name: prefetch(name, f"{reader.evidence}, within the instant window of sending")
    for name, reader in _AT_THE_OPEN.items()
}
_UNDATED = {
    name: replace(
        reader,
        opened_now=OpenedNow.UNKNOWN,
        evidence=f"{reader.evidence}; when the email was sent is not known",
    )
    for name, reader in _AT_THE_OPEN.items()
}


def classify(
    *,
    agent: str,
    ip: str,
    headers: Mapping[str, str],
    sent_at: datetime | None,
    now: datetime,
    instant_window: timedelta = INSTANT_WINDOW,
    networks: Networks = UNLISTED,
    is_click: bool = False,
) -> Reader:
    """Return the class of a fetch. Header names are lower-case; `sent_at` None is unknown."""
    if headers and _asks_ahead(headers):
        return _PREFETCH
    named = reader_of_agent(agent)
    if named.kind in _FETCHES_FOR_READERS and not _is_bare(named):
        return named
    # Either way: the sender's clock may be ahead of ours.
    is_instant = sent_at is not None and abs(now - sent_at) < instant_window
    moment = _Moment(is_instant=is_instant, is_dated=sent_at is not None, is_click=is_click)
    return _by_address(named, ip, networks, moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    is_instant: bool
    is_dated: bool
    is_click: bool


def _by_address(named: Reader, ip: str, networks: Networks, moment: _Moment) -> Reader:
    """Judge by the lists what the user agent alone leaves open."""
    is_bare = _is_bare(named)
    if is_bare and ip in networks.relay:
        return _MPP
    if ip in networks.scanners:
        return _SCANNER_NETWORK
    if not is_bare and named.kind is not ReaderKind.PERSON:
        return named
    service = _service(ip, networks)
    if service:
        return _served(service, moment)
    if is_bare:
        return _ambiguous(named, moment)
    return _direct(named, ip, networks.relay, is_instant=moment.is_instant)


def _asks_ahead(headers: Mapping[str, str]) -> bool:
    for name in _AHEAD_HEADERS:
        value = headers.get(name)
        if value is not None and _AHEAD.search(value):
            return True
    return False


def _is_bare(named: Reader) -> bool:
    return named is BARE_MOZILLA or named is BARE_WEBKIT


def _service(ip: str, networks: Networks) -> str:
    """Return the class of the mail service that fetches from an address, empty for none."""
    if ip in networks.google:
        return "google_proxy"
    if ip in networks.microsoft:
        return "outlook_proxy"
    return "yahoo_proxy" if ip in networks.yahoo else ""


def _served(name: str, moment: _Moment) -> Reader:
    """Judge an ordinary user agent from where a mail service fetches.

    Pictures are fetched from there for readers, links only to be scanned.
    """
    if moment.is_click:
        return _SCANNER_SERVICE
    if moment.is_instant:
        return _AROUND_DELIVERY[name]
    return (_AT_THE_OPEN if moment.is_dated else _UNDATED)[name]


def _ambiguous(named: Reader, moment: _Moment) -> Reader:
    """Tell Outlook's proxy, which fetches at the open, from a privacy fetch around delivery."""
    if moment.is_instant:
        return _AMBIGUOUS_INSTANT
    return named if named is BARE_MOZILLA or moment.is_dated else _BARE_WEBKIT_UNDATED


def _direct(named: Reader, ip: str, relay: NetworkList, *, is_instant: bool) -> Reader:
    if is_instant:
        return _SCANNER_INSTANT
    return _relayed(named) if ip in relay else named


# A pure function's memo: bounded by the classes of people there are.
@lru_cache(maxsize=64)
def _relayed(named: Reader) -> Reader:
    return replace(
        named,
        name="direct_relay",
        ip_is_user=False,
        evidence=f"{named.evidence}, through an address on the relay list",
    )
