"""Who actually fetched: classify a request by its headers, user agent, address and moment.

The address and the user agent of most opens are a mail proxy's. So a class says whether either
is the reader's own, and whether a human opened the email now.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from app.context.agents import (
    BARE_MOZILLA,
    BARE_WEBKIT,
    prefetch,
    reader_of_agent,
    scanner,
)
from app.model.reader import OpenedNow, Reader, ReaderKind

INSTANT_WINDOW = timedelta(seconds=60)  # 10 s proved too tight: it counts from the hand-off


class NetworkList(Protocol):
    """A set of networks, asked by address."""

    def __contains__(self, ip: object, /) -> bool:
        """Tell whether the address lies in one of the networks."""
        ...


NO_NETWORKS: NetworkList = frozenset[str]()

_AHEAD = re.compile("prefetch|preview|prerender", re.IGNORECASE)
_AHEAD_HEADERS = ("sec-purpose", "purpose", "x-purpose", "x-moz")

# Never scanners, wherever their owners also scan from.
_FETCHES_FOR_READERS = frozenset({ReaderKind.MAIL_PROXY, ReaderKind.PREFETCH})

_PREFETCH = prefetch("prefetch", "a purpose header asks for the picture ahead of time")
_MPP = prefetch("mpp", "an Apple privacy fetch by its user agent and the relay list")
_SCANNER_NETWORK = scanner("an address on the scanner list")
_SCANNER_INSTANT = scanner("fetched within the instant window of sending")
_AMBIGUOUS_INSTANT = prefetch(
    BARE_WEBKIT.name, "the bare user agent of a privacy fetch, within the instant window of sending"
)
_BARE_WEBKIT_UNDATED = replace(
    BARE_WEBKIT,
    opened_now=OpenedNow.UNKNOWN,
    evidence="a bare WebKit user agent; when the email was sent is not known",
)


def classify(
    *,
    agent: str,
    ip: str,
    headers: Mapping[str, str],
    sent_at: datetime | None,
    now: datetime,
    instant_window: timedelta = INSTANT_WINDOW,
    relay: NetworkList = NO_NETWORKS,
    scanners: NetworkList = NO_NETWORKS,
) -> Reader:
    """Return the class of a fetch. Header names are lower-case; `sent_at` None is unknown."""
    if headers and _asks_ahead(headers):
        return _PREFETCH
    named = reader_of_agent(agent)
    # Either way: the sender's clock may be ahead of ours.
    is_instant = sent_at is not None and abs(now - sent_at) < instant_window
    if named is BARE_MOZILLA or named is BARE_WEBKIT:
        if ip in relay:
            return _MPP
        named = _ambiguous(named, sent_at, is_instant=is_instant)
    elif named.kind in _FETCHES_FOR_READERS:
        return named
    if ip in scanners:
        return _SCANNER_NETWORK
    if named.kind is ReaderKind.PERSON:
        return _direct(named, is_relayed=ip in relay, is_instant=is_instant)
    return named


def _asks_ahead(headers: Mapping[str, str]) -> bool:
    for name in _AHEAD_HEADERS:
        value = headers.get(name)
        if value is not None and _AHEAD.search(value):
            return True
    return False


def _ambiguous(named: Reader, sent_at: datetime | None, *, is_instant: bool) -> Reader:
    """Tell Outlook's proxy, which fetches at the open, from a privacy fetch around delivery."""
    if is_instant:
        return _AMBIGUOUS_INSTANT
    return _BARE_WEBKIT_UNDATED if named is BARE_WEBKIT and sent_at is None else named


def _direct(named: Reader, *, is_relayed: bool, is_instant: bool) -> Reader:
    if is_instant:
        return _SCANNER_INSTANT
    return _relayed(named) if is_relayed else named


# A pure function's memo: bounded by the classes of people there are.
@lru_cache(maxsize=64)
def _relayed(named: Reader) -> Reader:
    return replace(
        named,
        name="direct_relay",
        ip_is_user=False,
        evidence=f"{named.evidence}, through an address on the relay list",
    )
