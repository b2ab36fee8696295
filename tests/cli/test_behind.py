"""Tests of what the doctor says of the way through a CDN."""

from dataclasses import replace

import pytest

from app.cli.cdn import cdn_check
from app.cli.verdicts import Through, fallback, origin_tags, personal, shared
from app.composition.cdn import purge_queue
from app.settings import read_settings
from tests.adapters.builders import SetClock
from tests.serving import NOON

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 60
GOOD = {
    "date": "Fri, 27 Nov 2026 17:00:00 GMT",
    "content-type": "image/png",
    "content-length": str(len(PNG)),
    "etag": '"e"',
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
}
PRIVATE = {**GOOD, "cache-control": "private, no-cache, max-age=0, no-transform"}
PUBLIC = {**GOOD, "cache-control": "public, no-cache, max-age=0, no-transform"}
LATER = {"date": "Fri, 27 Nov 2026 17:00:01 GMT"}


def through(headers: dict[str, str], body: bytes = PNG, status: int = 200) -> Through:
    """Return an answer."""
    return Through(status=status, headers=headers, body=body)


def of_person(**changed: str) -> list[tuple[bool | None, str]]:
    """Return what is said of two opens, the second with other headers; None takes one away."""
    second = {**PRIVATE, **LATER, **{k.replace("_", "-"): v for k, v in changed.items()}}
    held = {name: value for name, value in second.items() if value}
    return [(good, says) for _, good, says in personal(through(PRIVATE), through(held))]


def of_shared(**changed: str) -> list[tuple[bool | None, str]]:
    """Return what is said of two shared answers, the second with other headers."""
    second = {**PUBLIC, **{k.replace("_", "-"): v for k, v in changed.items()}}
    found = shared(through(PUBLIC), through(second), longest_s=60, is_cloudfront=False)
    return [(good, says) for _, good, says in found]


def test_a_clean_way_has_no_fault():
    """Nothing is said of a CDN that does as it is told, but that it does."""
    assert [good for good, _ in of_person()] == [True]
    assert [good for good, _ in of_shared(age="12")] == [True, True]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"date": PRIVATE["date"]}, "personal"),
        ({"age": "3"}, "personal"),
        ({"x_cache": "Hit from cloudfront"}, "minimum TTL"),
        ({"cf_cache_status": "HIT"}, "personal"),
        ({"cache_status": "live; fwd=miss, edge; hit"}, "personal"),
        ({"set_cookie": "a=b"}, "cookies"),
        ({"content_encoding": "gzip"}, "compression"),
        ({"transfer_encoding": "chunked"}, "streaming"),
        ({"content_type": "image/webp"}, "Outlook"),
        ({"content_length": "7"}, "transformations"),
        ({"cache_control": "max-age=14400"}, "browser lifetime"),
        ({"cache_control": ""}, "nothing"),
    ],
)
def test_each_fault_is_told_with_its_remedy(changed, word):
    """What a CDN does to opens that it must not is broken."""
    assert any(good is False and word in says for good, says in of_person(**changed))


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"etag": 'W/"e"'}, "ETag"),
        ({"vary": "Accept"}, "Vary"),
        ({"x_content_type_options": ""}, "x-content-type-options"),
    ],
)
def test_what_is_merely_odd_is_worth_a_look(changed, word):
    """What costs nobody a picture is no fault."""
    found = of_person(**changed)
    assert any(good is None and word in says for good, says in found)
    assert not [says for good, says in found if good is False]


def test_what_is_kept_too_long_is_a_fault():
    """An age over the lifetime that was given is a lifetime of the CDN's own."""
    assert any(good is False and "75 s" in says for good, says in of_shared(age="75"))


def test_what_is_not_kept_is_worth_a_look():
    """A CDN that keeps nothing of what it may breaks nothing."""
    assert any(good is None and "not kept" in says for good, says in of_shared(**LATER))


def test_an_error_page_instead_of_a_picture_is_a_fault():
    """Mail clients cannot solve a challenge."""
    ((_, good, says),) = fallback(through({}, b"<html>", 403))
    assert (good, "403" in says, "challenge" in says) == (False, True, True)


def test_a_fallback_that_says_why_is_fine():
    """And one that does not is worth a look."""
    told = through({**PRIVATE, "x-opentime-fallback": "unknown-block"})
    assert [good for _, good, _ in fallback(told)] == [True]
    assert None in [good for _, good, _ in fallback(replace(told, headers=PRIVATE))]


def test_tags_that_are_taken_away_are_a_fault():
    """Without tags nothing can be purged."""
    assert origin_tags({"cache-tag": "a", "surrogate-key": "a"})[1] is True
    assert origin_tags({"cache-tag": "a"})[1] is False


def test_the_state_of_purging_is_told(tmp_path):
    """None is named, no key is set, nothing waits, something failed."""

    def told(**given: object) -> tuple[bool | None, str]:
        return cdn_check(read_settings({}, {"home": tmp_path, **given}))[1:]

    assert told() == (None, "none is named: nothing is purged (docs/cdn.md)")
    assert told(cdn="fastly")[0] is None
    given = {"cdn": "fastly", "cdn_zone": "z", "cdn_key": "s3cret"}
    assert told(**given)[0] is True
    queue = purge_queue(read_settings({}, {"home": tmp_path, **given}), SetClock(NOON))
    queue.add(["block-a"])
    queue.failed("fastly answered 403")
    good, says = told(**given)
    assert (good, "1 tags wait" in says, "403" in says) == (False, True, True)
    assert "s3cret" not in says
