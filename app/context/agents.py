"""What a user agent says about who fetched: an ordered table, our own work and no library's.

No library knows Gmail's prefetcher, and one takes human Outlook for a crawler. Where the patterns
come from stands in docs/events.md.
"""

import re
from functools import lru_cache

from app.model.reader import OpenedNow, Reader, ReaderKind

_AGENT_LENGTH = 1024


def reader_of_agent(agent: str) -> Reader:
    """Return what the user agent alone says; only its first kilobyte is read."""
    return _look_up(agent if len(agent) <= _AGENT_LENGTH else agent[:_AGENT_LENGTH])


# A pure function's memo: bounded at 4,096 agents of a kilobyte, counted by its cache_info.
@lru_cache(maxsize=4096)
def _look_up(agent: str) -> Reader:
    if not agent or agent.isspace():
        return _UNKNOWN_MACHINE
    for pattern, reader in AGENT_TABLE:
        if pattern.search(agent):
            return reader
    return _DIRECT


def person(name: str, evidence: str) -> Reader:
    """Return a class whose address and user agent are a human reader's own."""
    return Reader(
        kind=ReaderKind.PERSON,
        name=name,
        ip_is_user=True,
        ua_is_user=True,
        opened_now=OpenedNow.YES,
        evidence=evidence,
    )


def other(kind: ReaderKind, name: str, opened_now: OpenedNow, evidence: str) -> Reader:
    """Return a class whose address and user agent are not the reader's."""
    return Reader(
        kind=kind,
        name=name,
        ip_is_user=False,
        ua_is_user=False,
        opened_now=opened_now,
        evidence=evidence,
    )


def proxy(name: str, evidence: str) -> Reader:
    """Return a proxy that fetches when the email is opened."""
    return other(ReaderKind.MAIL_PROXY, name, OpenedNow.YES, evidence)


def prefetch(name: str, evidence: str) -> Reader:
    """Return a fetch that says nothing about an open."""
    return other(ReaderKind.PREFETCH, name, OpenedNow.NO, evidence)


def machine(name: str, evidence: str) -> Reader:
    """Return a program that no reader stands behind."""
    return other(ReaderKind.MACHINE, name, OpenedNow.NO, evidence)


def scanner(evidence: str) -> Reader:
    """Return a security scanner."""
    return other(ReaderKind.SCANNER, "scanner", OpenedNow.NO, evidence)


_DIRECT = person("direct", "a user agent of no known proxy or machine")
_UNKNOWN_MACHINE = machine("unknown_machine", "no user agent")

# Of Apple's shape but not from a listed relay, as every one is where no list is loaded. Its copy
# may be shown for a week, so it gets what stays true; whether anybody looked is not known.
BARE_MOZILLA = other(
    ReaderKind.PREFETCH,
    "ambiguous_proxy",
    OpenedNow.UNKNOWN,
    "the bare user agent of Apple's privacy fetches, from no address on the relay list",
)
# Outlook's proxy sends it at the open, Apple's privacy fetch around delivery.
BARE_WEBKIT = proxy(
    "ambiguous_proxy",
    "a bare WebKit user agent, from no address on the relay list, after the instant window",
)

# In order: the first pattern that is found decides.
AGENT_TABLE: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            r"\(via ggpht\.com\b|GoogleImageProxy",
            proxy("google_proxy", "Gmail's image proxy by its user agent"),
        ),
        (
            r"Chrome/42\.0\.2311\.135 Safari/537\.36 Edge/12\.246 Mozilla/5\.0$",
            prefetch("google_prefetch", "Gmail's prefetcher by its user agent"),
        ),
        (
            r"\bYahooMailProxy\b",
            proxy("yahoo_proxy", "Yahoo's mail proxy by its user agent"),
        ),
        (
            r"^hey\.com/imageproxy\b",
            proxy("hey_proxy", "HEY's image proxy by its user agent"),
        ),
        (
            r"\bFastmailUA/",
            proxy("fastmail_proxy", "Fastmail's image proxy by its user agent"),
        ),
        (
            r"RamblerMail/.*ImageProxy|SeznamEmailProxy/|UkrNet",
            proxy("other_mail_proxy", "a mail proxy by its user agent"),
        ),
        (r"^Mozilla/5\.0$", BARE_MOZILLA),
        (
            (
                r"^Mozilla/5\.0 \((?:Macintosh|iPhone|iPad)[^)]*\) AppleWebKit/[\d.]+"
                r" \(KHTML, like Gecko\)$"
            ),
            BARE_WEBKIT,
        ),
        (
            (
                r"^Mozilla/5\.0 \((?:iPhone|iPad)[^)]*\) AppleWebKit/[\d.]+"
                r" \(KHTML, like Gecko\) Mobile/\w+$"
            ),
            person("apple_mail_direct", "Apple Mail by its user agent"),
        ),
        (
            r"\bms-office\b|\bMSOffice \d+|Microsoft Outlook(?: Mail)? \d+",
            person("outlook_word", "Outlook for Windows by its user agent"),
        ),
        (
            r"^Outlook-(?:iOS|Android)/",
            person("outlook_mobile", "Outlook on a phone by its user agent"),
        ),
        (r"^MacOutlook/", person("outlook_mac", "Outlook for Mac by its user agent")),
        (
            (
                r"(?i)barracuda|mimecast|proofpoint|urldefense|safelinks|forcepoint|symantec"
                r"|messagelabs|trend ?micro|sophos|ironport|zscaler|fireeye"
                r"|Microsoft Office Existence Discovery|BingPreview|SkypeUriPreview"
            ),
            scanner("a mail scanner by its user agent"),
        ),
        (
            (
                # Whoever names a page about itself is a program. Cubot makes telephones.
                r"(?i)\+https?://|(?:(?<!cu)bot|spider|crawl(?:er)?|scanner|scraper)\b|headlesschrome"
                r"|\b(?:curl|wget|libwww-perl|python-requests|python-httpx|python-urllib|aiohttp"
                r"|go-http-client|okhttp|java|axios|node-fetch|phantomjs|puppeteer|playwright"
                r"|facebookexternalhit|slurp)\b|^(?:WhatsApp|SkypeUriPreview|Slack-ImgProxy)\b"
            ),
            machine("generic_bot", "a program or crawler by its user agent"),
        ),
    )
)
