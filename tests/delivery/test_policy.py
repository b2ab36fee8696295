"""Tests of the one place that writes headers."""

from datetime import UTC, datetime, timedelta

import pytest

from app.delivery.policy import (
    BEHIND_S,
    GRACE_S,
    LIFETIME_S,
    CacheClass,
    lifetime_of,
    matches,
    not_modified_headers,
    picture_headers,
    redirect_headers,
    refusal_headers,
)

AT = datetime(2026, 11, 27, 17, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "seconds"),
    [(None, 60), (3600, 60), (45.9, 45), (29.9, 29), (1, 1), (0.5, 0), (0, 0), (-60, 0)],
)
def test_a_lifetime_ends_before_the_validity(left, seconds):
    """A CDN keeps an answer for whole seconds, never past its validity, never over the bound."""
    until = None if left is None else AT + timedelta(seconds=left)
    assert seconds == lifetime_of(until, AT)


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


@pytest.mark.parametrize("cache", CacheClass)
def test_no_class_lets_a_shared_cache_obey_s_maxage(cache):
    """`s-maxage` is never sent: mail proxies are shared caches and would obey it."""
    headers = picture_headers(cache, media_type=b"image/png", length=1, lifetime_s=30, tags=("a",))
    assert not any(b"s-maxage" in value for _, value in headers)
    assert not {b"vary", b"set-cookie", b"pragma"} & {name for name, _ in headers}


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
