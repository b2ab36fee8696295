"""Tests of the settings of a CDN: what is refused at the start, and what is never shown."""

import pytest

from app.errors import ConfigurationError
from app.model.cdn import Cdn
from app.settings import SECRETS, read_settings


def refused(**given: str) -> str:
    """Return why settings are refused."""
    environment = {f"OPENTIME_{name.upper()}": value for name, value in given.items()}
    with pytest.raises(ConfigurationError) as caught:
        read_settings(environment)
    return caught.value.message


def test_cloudfront_is_refused_until_its_minimum_ttl_is_confirmed():
    """R16: with a minimum TTL over 0 it shows one person's picture to another."""
    assert "minimum TTL" in refused(cdn="cloudfront")
    confirmed = {"OPENTIME_CDN": "cloudfront", "OPENTIME_CDN_MIN_TTL_IS_ZERO": "1"}
    assert read_settings(confirmed).cdn is Cdn.CLOUDFRONT


@pytest.mark.parametrize("cdn", sorted(set(Cdn) - {Cdn.CLOUDFRONT}))
def test_other_cdns_need_nothing_more(cdn):
    """Without a key nothing is purged, and answers end by themselves."""
    assert read_settings({"OPENTIME_CDN": cdn.value.upper()}).cdn is cdn


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"cdn": "akamai"}, "one of none"),
        ({"cdn": "fastly", "cdn_key": "k3y"}, "needs both"),
        ({"cdn": "fastly", "cdn_zone": "z"}, "needs both"),
        ({"cdn": "nginx", "cdn_api": "http://10.0.0.1", "cdn_key": "k3y"}, "at random"),
        ({"cdn": "varnish", "cdn_api": "10.0.0.1"}, "https://"),
        ({"cdn": "cloudflare", "cdn_key": "k3y\n", "cdn_zone": "z"}, "printable"),
        (
            {
                "cdn": "cloudfront",
                "cdn_min_ttl_is_zero": "1",
                "cdn_key": "k3y",
                "cdn_zone": "z",
            },
            "ACCESS_KEY_ID:SECRET",
        ),
        ({"cdn_max_age_s": "0"}, "1 to 86400"),
    ],
)
def test_what_cannot_work_is_refused_in_words(given, word):
    """The message names what is missing, never the key."""
    message = refused(**given)
    assert word in message
    assert "k3y" not in message


def test_the_key_is_never_shown():
    """Neither a representation nor the doctor's table holds it."""
    given = {"OPENTIME_CDN": "fastly", "OPENTIME_CDN_KEY": "k3y", "OPENTIME_CDN_ZONE": "z"}
    assert "k3y" not in repr(read_settings(given))
    assert "cdn_key" in SECRETS
