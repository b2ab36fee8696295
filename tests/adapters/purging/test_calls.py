"""Tests of how each cache is asked to forget."""

import json
from datetime import UTC, datetime

import pytest

from app.adapters.purging.calls import Target, paths_of, purge_requests
from app.adapters.purging.sigv4 import Credentials, signed
from app.model.cdn import Cdn

AT = datetime(2026, 11, 27, 17, tzinfo=UTC)
MANY = [f"block-{number}" for number in range(65)]


def target(cdn: Cdn, *apis: str, key: str = "k3y") -> Target:
    """Return a target of two letters."""
    return Target(cdn=cdn, apis=apis or ("https://api.example",), zone="zz", key=key)


def test_cloudflare_is_asked_thirty_tags_at_a_time():
    """More tags than one call takes are asked in several."""
    requests = purge_requests(target(Cdn.CLOUDFLARE), MANY, at=AT)
    assert [len(json.loads(each.body)["tags"]) for each in requests] == [30, 30, 5]
    assert requests[0].url == "https://api.example/client/v4/zones/zz/purge_cache"
    assert requests[0].headers["Authorization"] == "Bearer k3y"


def test_fastly_keeps_what_is_stale_but_not_a_person_s():
    """What is shared is marked, so that it can outlive a failure; renderings are removed."""
    soft, hard = purge_requests(target(Cdn.FASTLY), ["block-a", "rendering"], at=AT)
    assert json.loads(soft.body) == {"surrogate_keys": ["block-a"]}
    assert soft.headers["Fastly-Soft-Purge"] == "1"
    assert json.loads(hard.body) == {"surrogate_keys": ["rendering"]}
    assert "Fastly-Soft-Purge" not in hard.headers


def test_varnish_is_asked_by_tags_at_every_node():
    """Each node gets the tags and the secret."""
    first, second = purge_requests(target(Cdn.VARNISH, "http://a", "http://b"), ["x", "y"], at=AT)
    assert (first.url, second.url, first.method) == ("http://a/", "http://b/", "PURGE")
    assert first.headers == {"Opentime-Purge-Key": "k3y", "Opentime-Purge-Tags": "x y"}


def test_nginx_is_made_to_fetch_each_address_anew():
    """It knows no tags: every address that was answered is asked of every node."""
    requests = purge_requests(
        target(Cdn.NGINX, "http://a", "http://b"), ["x"], at=AT, paths=["/s/m/b.png"]
    )
    assert [each.url for each in requests] == ["http://a/s/m/b.png", "http://b/s/m/b.png"]
    assert requests[0].headers == {"Opentime-Purge-Key": "k3y"}


@pytest.mark.parametrize(
    ("tags", "paths"),
    [
        (["message-abc"], ["/s/abc/*"]),
        (["message-abc", "block-a"], ["/s/*"]),
        (["rendering"], ["/r/*"]),
        (["rendering", "shared"], ["/s/*", "/r/*"]),
        (["asset", "message-abc"], ["/r/*", "/s/abc/*"]),
    ],
)
def test_cloudfront_is_asked_by_paths(tags, paths):
    """A message has a path of its own, whatever else is shared has one, content has another."""
    assert paths_of(tags) == paths


def test_a_repeated_invalidation_is_the_same():
    """CloudFront is charged per path: a retry of the same second bears the same name."""
    key = "AKID:secret"
    one, two = (
        purge_requests(target(Cdn.CLOUDFRONT, key=key), ["shared"], at=AT)[0] for _ in range(2)
    )
    assert one.body == two.body
    assert b"<Path>/s/*</Path>" in one.body
    assert "secret" not in repr(one.headers)


def test_signatures_are_those_of_the_published_example():
    """AWS's own worked example of Signature Version 4."""
    credentials = Credentials(
        key_id="AKIDEXAMPLE",
        secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        region="us-east-1",
        service="iam",
    )
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "host": "iam.amazonaws.com",
    }
    made = signed(
        credentials,
        method="GET",
        path="/",
        query="Action=ListUsers&Version=2010-05-08",
        headers=headers,
        body=b"",
        at=datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    )
    assert made["Authorization"].endswith(
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )


def test_a_target_keeps_its_key_to_itself():
    """What is logged about a target holds no secret."""
    assert "k3y" not in repr(target(Cdn.FASTLY))
