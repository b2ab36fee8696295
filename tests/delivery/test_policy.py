"""Tests of the one place that writes headers."""

from datetime import UTC, datetime, timedelta

import pytest

from app.delivery.policy import (
    BEHIND_S,
    GRACE_S,
    LIFETIME_S,
    CacheClass,
    Edge,
    cause_in,
    debug_headers,
    matches,
    moved_headers,
    not_modified_headers,
    picture_headers,
    redirect_headers,
    refusal_headers,
    stale_headers,
)
from app.model.cdn import Cdn

AT = datetime(2026, 11, 27, 17, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "seconds"),
    [(None, 60), (3600, 60), (45.9, 45), (29.9, 29), (1, 1), (0.5, 0), (0, 0), (-60, 0)],
)
def test_a_lifetime_ends_before_the_validity(left, seconds):
    """A CDN keeps an answer for whole seconds, never past its validity, never over the bound."""
    until = None if left is None else AT + timedelta(seconds=left)
    assert seconds == Edge().lifetime_of(until, AT)


@pytest.mark.parametrize(
    ("lifetime", "expected"),
    [
        (LIFETIME_S + BEHIND_S, f"max-age=30, stale-while-revalidate=30, stale-if-error={GRACE_S}"),
        (45, f"max-age=30, stale-while-revalidate=15, stale-if-error={GRACE_S}"),
        (LIFETIME_S, f"max-age=30, stale-while-revalidate=0, stale-if-error={GRACE_S}"),
        (7, f"max-age=7, stale-while-revalidate=0, stale-if-error={GRACE_S}"),
        (0, "no-store"),
    ],
)
def test_the_lifetime_of_a_shared_answer(lifetime, expected):
    """Fresh and revalidated together, a shared answer is never shown past its validity."""
    headers = dict(
        picture_headers(CacheClass.SHARED, media_type=b"image/png", length=1, lifetime_s=lifetime)
    )
    assert expected.encode() == headers[b"cdn-cache-control"]
    assert b"cache-tag" not in headers


@pytest.mark.parametrize("cdn", Cdn)
@pytest.mark.parametrize("cache", CacheClass)
def test_only_cloudfront_is_sent_s_maxage(cache, cdn):
    """Mail proxies are shared caches and would obey it; CloudFront reads nothing else."""
    headers = picture_headers(
        cache, media_type=b"image/png", length=1, lifetime_s=30, tags=("a",), edge=Edge(cdn)
    )
    is_sent = any(b"s-maxage" in value for _, value in headers)
    assert (cdn is Cdn.CLOUDFRONT and cache is CacheClass.SHARED) is is_sent
    assert not {b"vary", b"set-cookie", b"pragma"} & {name for name, _ in headers}


def _shared(cdn: Cdn, lifetime_s: int = 60, fresh_s: int = LIFETIME_S) -> dict[bytes, bytes]:
    return dict(
        picture_headers(
            CacheClass.SHARED,
            media_type=b"image/png",
            length=1,
            etag=b"e",
            lifetime_s=lifetime_s,
            tags=("block-a", "shared"),
            edge=Edge(cdn, fresh_s),
        )
    )


LASTS = b"max-age=30, stale-while-revalidate=30, stale-if-error=86400"


@pytest.mark.parametrize(
    ("cdn", "field"),
    [
        (Cdn.NONE, b"cdn-cache-control"),
        (Cdn.CLOUDFLARE, b"cloudflare-cdn-cache-control"),
        (Cdn.FASTLY, b"cdn-cache-control"),
        (Cdn.FASTLY, b"surrogate-control"),
        (Cdn.NGINX, b"cdn-cache-control"),
        (Cdn.VARNISH, b"cdn-cache-control"),
    ],
)
def test_each_cdn_is_told_in_the_field_that_it_reads(cdn, field):
    """The lifetime stands in the CDN's own field, and mail clients are told to ask again."""
    headers = _shared(cdn)
    assert headers[field] == LASTS
    assert headers[b"cache-control"] == b"public, no-cache, max-age=0, no-transform"


def test_no_cdn_is_told_in_a_field_of_another():
    """Cloudflare's own field replaces that of all CDNs; Surrogate-Control is Fastly's."""
    assert b"cdn-cache-control" not in _shared(Cdn.CLOUDFLARE)
    assert b"surrogate-control" not in _shared(Cdn.NONE)


def test_cloudfront_is_told_in_cache_control():
    """CloudFront reads no targeted field, and obeys `no-cache` before `s-maxage`."""
    headers = _shared(Cdn.CLOUDFRONT)
    assert headers[b"cache-control"] == (
        b"public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400, "
        b"no-transform"
    )
    assert b"cdn-cache-control" not in headers


@pytest.mark.parametrize("cdn", Cdn)
def test_what_is_about_to_change_is_kept_by_no_cdn(cdn):
    """With no whole second left, a shared answer has the headers of a personal one."""
    headers = _shared(cdn, lifetime_s=0)
    assert headers[b"cache-control"] == b"private, no-cache, max-age=0, no-transform"
    assert headers[b"cdn-cache-control"] == b"no-store"


@pytest.mark.parametrize("cdn", Cdn)
@pytest.mark.parametrize("cache", [CacheClass.PERSONAL, CacheClass.FALLBACK])
def test_personal_answers_are_the_same_behind_every_cdn(cache, cdn):
    """R9 and R14: byte for byte, whatever stands in front."""
    headers = picture_headers(cache, media_type=b"image/png", length=1, edge=Edge(cdn))
    assert headers[2:4] == [
        (b"cache-control", b"private, no-cache, max-age=0, no-transform"),
        (b"cdn-cache-control", b"no-store"),
    ]


def test_a_purged_cdn_may_keep_an_answer_longer():
    """The longest time by itself is a setting, the validity still ends it."""
    assert _shared(Cdn.NONE, 3630, fresh_s=3600)[b"cdn-cache-control"].startswith(b"max-age=3600,")
    assert Edge(fresh_s=3600).lifetime_of(AT + timedelta(minutes=5), AT) == 300


def test_nginx_is_given_a_second_less():
    """It counts in whole seconds of the clock, and shows the one out in which an answer ends."""
    assert Edge(Cdn.NGINX).lifetime_of(AT + timedelta(seconds=20.5), AT) == 19
    assert Edge(Cdn.NGINX).lifetime_of(AT + timedelta(seconds=1.5), AT) == 0


def test_tags_stand_in_both_fields():
    """R19: commas for Cloudflare and CloudFront, blanks for Fastly and Varnish."""
    headers = _shared(Cdn.NONE)
    assert headers[b"cache-tag"] == b"block-a,shared"
    assert headers[b"surrogate-key"] == b"block-a shared"


def test_a_stale_answer_says_so_and_is_soon_asked_for_again():
    """R18: the last good answer keeps its tags and its ETag, and lasts some seconds."""
    good = picture_headers(
        CacheClass.SHARED,
        media_type=b"image/png",
        length=7,
        etag=b"e",
        lifetime_s=60,
        tags=("block-a", "shared"),
    )
    headers = dict(stale_headers(good, Edge()))
    assert headers[b"cache-status"] == b'live; hit; detail="stale"'
    assert headers[b"cdn-cache-control"].startswith(b"max-age=5, stale-while-revalidate=0,")
    assert headers[b"etag"] == b'"e"'
    assert headers[b"cache-tag"] == b"block-a,shared"
    assert headers[b"content-length"] == b"7"


def test_a_way_to_the_picture_is_kept_by_nobody():
    """R15: a 302 has the headers of class A and no body."""
    headers = dict(moved_headers("/r/abc.png"))
    assert headers[b"location"] == b"/r/abc.png"
    assert headers[b"content-length"] == b"0"
    assert headers[b"cache-control"] == b"private, no-cache, max-age=0, no-transform"


def test_details_stand_behind_what_is_meant():
    """R20: details come last, quote nothing that breaks a header, and keep a stale answer's own."""
    personal = picture_headers(
        CacheClass.FALLBACK, media_type=b"image/png", length=1, fallback='a "b" \\ c'
    )
    headers = dict(debug_headers(personal, ms=1.5, is_hit=False))
    assert headers[b"server-timing"] == b"open;dur=1.50"
    assert headers[b"cache-status"] == b"live; fwd=miss; detail=\"a 'b' ? c\""
    stale = [(b"cache-status", b"live; hit")]
    assert debug_headers(stale, ms=1, is_hit=True)[0] == stale[0]
    assert cause_in(personal) == b'a "b" \\ c'


def test_a_cause_is_a_plain_header_value():
    """A cause cannot break out of its header or grow without bound."""
    headers = dict(
        picture_headers(
            CacheClass.FALLBACK, media_type=b"image/png", length=1, fallback="a\r\nb: é" + "x" * 999
        )
    )
    cause = headers[b"x-opentime-fallback"]
    assert cause.startswith(b"a??b: ?x")
    assert len(cause) == 120


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (b"", False), (b"*", True), (b'"a"', True), (b'W/"a"', True), (b'"b", "a"', True),
        (b"a", False), (b'"A"', False), (b'"a', False), (b'w/"a"', False), (b'"a" "b"', False),
    ],
)  # fmt: skip
def test_matching(asked, held):
    """An If-None-Match matches by list, weakly, or by star; nothing else does."""
    assert held is matches(asked, b"a")


def test_a_304_keeps_what_is_not_of_the_body():
    """Type and length go, the rest stays in its order."""
    headers = picture_headers(CacheClass.CONTENT, media_type=b"image/png", length=1, etag=b"a")
    assert headers[2:] == not_modified_headers(headers)


def test_a_redirect_holds_ascii_only():
    """What is not ASCII cannot stand in a header."""
    assert dict(redirect_headers("https://a.example/é"))[b"location"] == b"https://a.example/"


def test_a_refusal_may_name_methods():
    """Allow stands only where methods were refused."""
    assert (b"allow", b"GET") in refusal_headers(1, allow="GET")
    assert not [name for name, _ in refusal_headers(1) if name == b"allow"]
