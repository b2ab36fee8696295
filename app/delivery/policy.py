"""The one place that writes headers of what we deliver.

Classes as in docs/delivery.md: A personal, B shared and cacheable by a CDN, C by content and
immutable, D a fallback. No `Vary`, no cookies, no `Pragma`; the extension alone is the format.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

Headers = list[tuple[bytes, bytes]]

LIFETIME_S = 30
"""Longest a CDN may answer a shared block by itself, in seconds."""

BEHIND_S = 30
"""Longest it may go on answering after that while it asks us again, in seconds."""

GRACE_S = 86_400
"""How long a CDN may go on with the last good answer while we are down, in seconds."""


class CacheClass(StrEnum):
    """How long, and by whom, an answer may be kept."""

    PERSONAL = "A"
    SHARED = "B"
    CONTENT = "C"
    FALLBACK = "D"


_COMMON: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_PERSONAL: Headers = [
    (b"cache-control", b"private, no-cache, max-age=0, no-transform"),
    (b"cdn-cache-control", b"no-store"),
    *_COMMON,
]
_CONTENT: Headers = [
    (b"cache-control", b"public, max-age=31536000, immutable, no-transform"),
    *_COMMON,
]
_PAGE_RULES = (
    b"default-src 'none'; img-src 'self' https: http:; style-src 'unsafe-inline'; "
    b"form-action 'none'; base-uri 'none'"
)


def picture_headers(
    cache: CacheClass,
    *,
    media_type: bytes,
    length: int,
    etag: bytes = b"",
    lifetime_s: int = 0,
    tags: Sequence[str] = (),
    fallback: str = "",
) -> Headers:
    """Compose the headers of one answer of any channel.

    `etag` is unquoted; `lifetime_s` counts for class B only; `fallback` names why the answer is
    not the one that was meant.
    """
    headers: Headers = [(b"content-type", media_type), (b"content-length", b"%d" % length)]
    if etag:
        headers.append((b"etag", b'"%b"' % etag))
    match cache:
        case CacheClass.PERSONAL | CacheClass.FALLBACK:
            headers += _PERSONAL
        case CacheClass.SHARED:
            headers += _shared(lifetime_s, tags)
        case CacheClass.CONTENT:
            headers += _CONTENT
    if fallback:
        headers.append((b"x-opentime-fallback", _token(fallback)))
    return headers


def not_modified_headers(headers: Headers) -> Headers:
    """Return the headers of a 304: those of the 200 without the ones that describe a body."""
    return [(name, value) for name, value in headers if name not in _OF_BODY]


def page_headers(length: int) -> Headers:
    """Compose the headers of an HTML answer that a browser shows."""
    return [
        *picture_headers(
            CacheClass.PERSONAL, media_type=b"text/html; charset=utf-8", length=length
        ),
        (b"content-security-policy", _PAGE_RULES),
        (b"referrer-policy", b"no-referrer"),
        (b"x-robots-tag", b"noindex"),
    ]


def redirect_headers(location: str) -> Headers:
    """Compose the headers of a click's 302."""
    return [
        (b"location", location.encode("ascii", errors="ignore")),
        (b"content-length", b"0"),
        (b"cache-control", b"private, no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-robots-tag", b"noindex"),
    ]


def refusal_headers(length: int, *, allow: str = "") -> Headers:
    """Compose the headers of a refusal: never cached."""
    headers: Headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % length),
        (b"cache-control", b"private, no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if allow:
        headers.append((b"allow", allow.encode()))
    return headers


def lifetime_of(valid_until: datetime | None, at: datetime) -> int:
    """Return for how many whole seconds a CDN may show an answer; 0: not at all."""
    if valid_until is None:
        return LIFETIME_S + BEHIND_S
    return max(0, min(LIFETIME_S + BEHIND_S, int((valid_until - at).total_seconds())))


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Tell whether an If-None-Match list (weak forms and `*` included) names the tag."""
    if not if_none_match:
        return False
    if if_none_match.strip() == b"*":
        return True
    quoted = b'"%b"' % etag
    return any(
        candidate.strip().removeprefix(b"W/") == quoted for candidate in if_none_match.split(b",")
    )


_OF_BODY = frozenset({b"content-length", b"content-type"})


def _shared(lifetime_s: int, tags: Sequence[str]) -> Headers:
    headers: Headers = [(b"cache-control", b"public, no-cache, max-age=0, no-transform")]
    if lifetime_s:
        # Together they end before the validity does: what is revalidated is still shown.
        fresh = min(lifetime_s, LIFETIME_S)
        behind = lifetime_s - fresh
        lifetime = f"max-age={fresh}, stale-while-revalidate={behind}, stale-if-error={GRACE_S}"
        headers.append((b"cdn-cache-control", lifetime.encode()))
    else:
        headers.append((b"cdn-cache-control", b"no-store"))
    if tags:
        headers.append((b"cache-tag", ",".join(tags).encode("ascii")))
        headers.append((b"surrogate-key", " ".join(tags).encode("ascii")))
    return headers + _COMMON


def _token(text: str) -> bytes:
    """Return the text as a header value: visible ASCII only, bounded."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:120].encode("ascii")
