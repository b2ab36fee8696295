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
