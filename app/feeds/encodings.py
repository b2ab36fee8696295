"""What the bytes of an answer are: their encoding, and whether they are a feed at all."""

import codecs
from email.message import Message

from app.errors import SourceMalformed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


def check_is_feed(body: bytes) -> None:
    """Raise SourceMalformed for nothing at all, and for a web page instead of a feed."""
    start = body[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start:
        raise SourceMalformed(
            "The answer is empty.", remedy="Open the source's address: it must give the feed."
        )
    if start.lower().startswith(_PAGES):
        raise SourceMalformed(
            "The answer is a web page, not a feed.",
            remedy="Open the source's address: it may ask for a login, or have moved.",
        )


def charset_of(media_type: str) -> str:
    """Return the encoding that a media type names, UTF-8 without one; raises SourceMalformed."""
    named = Message()
    named["content-type"] = media_type
    charset = named.get_content_charset("") if media_type else ""
    if not charset:
        return "utf-8"
    try:
        codecs.lookup(charset)
        b"id".decode(charset)
    except (LookupError, ValueError):
        raise SourceMalformed(
            f'The answer claims to be in "{charset[:40]}", which is not an encoding of text.',
            remedy="Have it sent as UTF-8.",
        ) from None
    return charset


def to_utf8(body: bytes, media_type: str) -> bytes:
    """Return text as UTF-8 without a mark; raises SourceMalformed."""
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    encoding = encoding or charset_of(media_type)
    if encoding == "utf-8-sig":
        return body[len(codecs.BOM_UTF8) :]
    if codecs.lookup(encoding).name in {"utf-8", "ascii"}:
        return body
    try:
        return body.decode(encoding).encode()
    except (UnicodeError, ValueError) as error:
        raise SourceMalformed(
            f"The answer is not {encoding}: {error}.", remedy="Have it sent as UTF-8."
        ) from None
