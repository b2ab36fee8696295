"""The one place that writes headers of what we deliver.

Classes as in docs/delivery.md: A personal, B shared and cacheable by a CDN, C by content and
immutable, D a fallback. No `Vary`, no cookies, no `Pragma`; the extension alone is the format.
Only class B depends on which CDN stands in front: that is its `Edge`.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from app.model.cdn import Cdn
from app.model.keeping import Kept

Headers = list[tuple[bytes, bytes]]

LIFETIME_S = 30
"""Longest a CDN may answer a shared block by itself, in seconds."""

BEHIND_S = 30
"""Longest it may go on answering after that while it asks us again, in seconds."""

GRACE_S = 86_400
"""How long a CDN may go on with the last good answer while we are down, in seconds."""

STALE_S = 5
"""How long a CDN may keep the last good answer that we give in place of a fallback, in seconds."""


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
_CONTENT = (b"cache-control", b"public, max-age=31536000, immutable, no-transform")
_MOST_WRITTEN = 1024
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
    edge: "Edge | None" = None,
) -> Headers:
    """Compose the headers of one answer of any channel.

    `etag` is unquoted; `lifetime_s` and `edge` count for class B only, `tags` for B and C;
    `fallback` names why the answer is not the one that was meant.
    """
    headers: Headers = [(b"content-type", media_type), (b"content-length", b"%d" % length)]
    if etag:
        headers.append((b"etag", b'"%b"' % etag))
    match cache:
        case CacheClass.PERSONAL | CacheClass.FALLBACK:
            headers += _PERSONAL
        case CacheClass.SHARED:
            headers += (edge or PLAIN).shared(lifetime_s, tags)
        case CacheClass.CONTENT:
            headers += [_CONTENT, *tag_headers(tags), *_COMMON]
    if fallback:
        headers.append((b"x-opentime-fallback", _token(fallback)))
    return headers


class Edge:
    """How shared answers are written for the cache in front; one per process, made at start.

    `fresh_s` is how long it may answer by itself at most, in seconds. Answers with one lifetime
    and the same tags have the same headers: they are composed once.
    """

    __slots__ = ("_cdn", "_grain", "_longest", "_tags", "_written", "fresh_s")

    def __init__(self, cdn: Cdn = Cdn.NONE, fresh_s: int = LIFETIME_S) -> None:
        self._cdn = cdn
        self.fresh_s = fresh_s
        self._longest = fresh_s + BEHIND_S
        self._grain = 1 if cdn is Cdn.NGINX else 0  # nginx shows the second out in which it ends
        self._written: Kept[int, Headers] = Kept(_MOST_WRITTEN)
        self._tags: Kept[Sequence[str], Headers] = Kept(_MOST_WRITTEN)

    def lifetime_of(self, valid_until: datetime | None, at: datetime) -> int:
        """Return for how many whole seconds a CDN may show an answer; 0: not at all."""
        if valid_until is None:
            return self._longest
        left = int((valid_until - at).total_seconds()) - self._grain
        return max(0, min(self._longest, left))

    def shared(self, lifetime_s: int, tags: Sequence[str]) -> Headers:
        """Return the headers of a shared answer; with no lifetime left, those of a personal one."""
        if not lifetime_s:
            return _PERSONAL
        written = self._written.get(lifetime_s)
        if written is None:
            written = self._lifetime(lifetime_s)
            self._written.put(lifetime_s, written)
        tagged = self._tags.get(tags)
        if tagged is None:
            tagged = tag_headers(tags)
            self._tags.put(tags, tagged)
        return [*written, *tagged, *_COMMON]

    def _lifetime(self, lifetime_s: int) -> Headers:
        # Together they end before the validity does: what is revalidated is still shown.
        fresh = min(lifetime_s, self.fresh_s)
        behind = lifetime_s - fresh
        lasts = f"stale-while-revalidate={behind}, stale-if-error={GRACE_S}"
        targeted = f"max-age={fresh}, {lasts}".encode()
        live = (b"cache-control", b"public, no-cache, max-age=0, no-transform")
        match self._cdn:
            case Cdn.CLOUDFLARE:  # passed on to nobody, unlike the field of all CDNs
                return [live, (b"cloudflare-cdn-cache-control", targeted)]
            case Cdn.FASTLY:
                return [live, (b"cdn-cache-control", targeted), (b"surrogate-control", targeted)]
            case Cdn.CLOUDFRONT:  # reads no field of CDNs, and `no-cache` before `s-maxage`
                said = f"public, max-age=0, s-maxage={fresh}, {lasts}, no-transform"
                return [(b"cache-control", said.encode())]
            case Cdn.NONE | Cdn.NGINX | Cdn.VARNISH:
                return [live, (b"cdn-cache-control", targeted)]


def tag_headers(tags: Sequence[str]) -> Headers:
    """Return the tags by which an answer can be purged, as each CDN names them."""
    commas, blanks = ",".join(tags).encode("ascii"), " ".join(tags).encode("ascii")
    return [(b"cache-tag", commas), (b"surrogate-key", blanks)] if tags else []


def cause_in(headers: Headers) -> bytes:
    """Return why an answer is not the one that was meant; empty when it is."""
    name, value = headers[-1]
    return value if name == b"x-opentime-fallback" else b""


def stale_headers(good: Headers, edge: Edge) -> Headers:
    """Return the headers of a shared answer that is given again because a newer one failed."""
    was = dict(good)
    return [
        *picture_headers(
            CacheClass.SHARED,
            media_type=was[b"content-type"],
            length=int(was[b"content-length"]),
            etag=was.get(b"etag", b"").strip(b'"'),
            lifetime_s=STALE_S,
            tags=tuple(was[b"cache-tag"].decode().split(",")),
            edge=edge,
        ),
        (b"cache-status", b'live; hit; detail="stale"'),
    ]


def moved_headers(location: str) -> Headers:
    """Compose the headers of an open's 302 to its rendering: kept by nobody."""
    return [(b"location", location.encode("ascii")), (b"content-length", b"0"), *_PERSONAL]


def debug_headers(headers: Headers, *, ms: float, is_hit: bool) -> Headers:
    """Return the headers with what an operator who looks for a fault wants to know."""
    named = dict(headers)
    detail = named.get(b"x-opentime-fallback") or b"as meant"
    added = [(b"server-timing", b"open;dur=%.2f" % ms)]
    if b"cache-status" not in named:
        quoted = detail.replace(b"\\", b"?").replace(b'"', b"'")
        hit = b"hit" if is_hit else b"fwd=miss"
        added.append((b"cache-status", b'live; %b; detail="%b"' % (hit, quoted)))
    return [*headers, *added]


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


PLAIN = Edge()
_OF_BODY = frozenset({b"content-length", b"content-type"})


def _token(text: str) -> bytes:
    """Return the text as a header value: visible ASCII only, bounded."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:120].encode("ascii")
