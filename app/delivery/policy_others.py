"""The policy's second half: headers of what is no picture, and is never cached."""

from app.delivery.policy import Headers


def entry_headers(length: int, *, name: str) -> Headers:
    """Compose the headers of an entry for calendars; `name` of the file, without its extension."""
    return [
        (b"content-type", b"text/calendar; charset=utf-8; method=PUBLISH"),
        (b"content-length", b"%d" % length),
        (b"content-disposition", b'attachment; filename="%b.ics"' % name.encode("ascii")),
        (b"cache-control", b"private, no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-robots-tag", b"noindex"),
    ]


def permitted_headers(headers: Headers, permission: Headers) -> Headers:
    """Return the headers of an answer to an AMP email: for its sender alone, kept by nobody."""
    kept = [header for header in headers if header[0] in _OF_ANY]
    nobody = [(b"cache-control", b"private, no-store"), (b"cdn-cache-control", b"no-store")]
    return [*kept, *nobody, *permission]


def sender_permission(sender: bytes) -> Headers:
    """Compose what lets the email of a sender read the answer, by CORS in email version 2."""
    return [(b"amp-email-allow-sender", sender)]


def origin_permission(origin: bytes, sender: bytes) -> Headers:
    """Compose the same by version 1: for an origin on behalf of a sender."""
    allowed = b"amp-access-control-allow-source-origin"
    return [
        (b"access-control-allow-origin", origin),
        (allowed, sender),
        (b"access-control-expose-headers", b"AMP-Access-Control-Allow-Source-Origin"),
        (b"vary", b"Origin"),
    ]


_OF_ANY = frozenset({
    b"content-type", b"content-length", b"x-content-type-options",
    b"cross-origin-resource-policy", b"x-opentime-fallback",
})  # fmt: skip
