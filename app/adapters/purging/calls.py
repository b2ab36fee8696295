"""How each cache is asked to forget what carries some tags."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

import msgspec

from app.adapters.outbound.exchange import Request
from app.adapters.purging.sigv4 import Credentials, signed
from app.model.cdn import ASSET_TAG, RENDERING_TAG, Cdn

KEY_HEADER = "Opentime-Purge-Key"
TAGS_HEADER = "Opentime-Purge-Tags"
APIS = {
    Cdn.CLOUDFLARE: "https://api.cloudflare.com",
    Cdn.FASTLY: "https://api.fastly.com",
    Cdn.CLOUDFRONT: "https://cloudfront.amazonaws.com",
}
_MOST_CLOUDFLARE = 30  # tags in one call
_MOST_FASTLY = 256
_MOST_VARNISH = 50  # each is a part of one expression
_FOR_GOOD = frozenset((RENDERING_TAG, ASSET_TAG))
_XMLNS = "http://cloudfront.amazonaws.com/doc/2020-05-31/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which cache, where it is asked, and by what right."""

    cdn: Cdn
    apis: tuple[str, ...]  # without trailing slashes
    zone: str
    key: str = field(repr=False)


def purge_requests(
    target: Target, tags: Sequence[str], *, at: datetime, paths: Iterable[str] = ()
) -> list[Request]:
    """Return the requests that make a cache forget everything with one of the tags.

    nginx knows no tags: it is made to fetch `paths` anew, the addresses that carry them.
    """
    match target.cdn:
        case Cdn.CLOUDFLARE:
            return [_cloudflare(target, some) for some in _slices(tags, _MOST_CLOUDFLARE)]
        case Cdn.FASTLY:
            return [*_fastly(target, tags)]
        case Cdn.CLOUDFRONT:
            return [_cloudfront(target, paths_of(tags), at)]
        case Cdn.VARNISH:
            return [
                _ban(target, f"{api}/", some)
                for api in target.apis
                for some in _slices(tags, _MOST_VARNISH)
            ]
        case Cdn.NGINX:
            said = {KEY_HEADER: target.key}
            urls = (api + path for path in paths for api in target.apis)
            return [Request(url=url, headers=said) for url in urls]
        case Cdn.NONE:
            return []


def paths_of(tags: Iterable[str]) -> list[str]:
    """Return CloudFront's paths for tags: a message's own, all shared ones, all by content."""
    paths = set()
    for each in tags:
        kind, _, name = each.partition("-")
        if each in _FOR_GOOD:
            paths.add("/r/*")
        elif kind == "message" and name:
            paths.add(f"/s/{name}/*")
        else:
            paths.add("/s/*")
    return ["/s/*", *(paths & {"/r/*"})] if "/s/*" in paths else sorted(paths)


def _cloudflare(target: Target, tags: Sequence[str]) -> Request:
    return Request(
        url=f"{target.apis[0]}/client/v4/zones/{target.zone}/purge_cache",
        method="POST",
        headers={"Authorization": f"Bearer {target.key}", "Content-Type": "application/json"},
        body=msgspec.json.encode({"tags": tags}),
    )


def _fastly(target: Target, tags: Sequence[str]) -> Iterator[Request]:
    """Mark as stale, so that it can still be shown while we are down; a person's go for good."""
    for is_soft in (True, False):
        chosen = [each for each in tags if (each not in _FOR_GOOD) is is_soft]
        for some in _slices(chosen, _MOST_FASTLY):
            headers = {"Fastly-Key": target.key, "Content-Type": "application/json"}
            yield Request(
                url=f"{target.apis[0]}/service/{target.zone}/purge",
                method="POST",
                headers=headers | ({"Fastly-Soft-Purge": "1"} if is_soft else {}),
                body=msgspec.json.encode({"surrogate_keys": some}),
            )


def _cloudfront(target: Target, paths: Sequence[str], at: datetime) -> Request:
    api, path = target.apis[0], f"/2020-05-31/distribution/{target.zone}/invalidation"
    items = "".join(f"<Path>{each}</Path>" for each in paths)
    # The same batch again is the same invalidation: a retry costs nothing.
    name = sha256(f"{at:%Y%m%d%H%M%S} {items}".encode()).hexdigest()[:32]
    body = (
        f'<InvalidationBatch xmlns="{_XMLNS}"><Paths><Quantity>{len(paths)}</Quantity>'
        f"<Items>{items}</Items></Paths><CallerReference>{name}</CallerReference>"
        "</InvalidationBatch>"
    ).encode()
    key_id, _, secret = target.key.partition(":")
    credentials = Credentials(
        key_id=key_id, secret=secret, region="us-east-1", service="cloudfront"
    )
    headers = {"content-type": "text/xml", "host": urlsplit(api).netloc}
    signature = signed(
        credentials, method="POST", path=path, query="", headers=headers, body=body, at=at
    )
    said = {"Content-Type": "text/xml", **signature}
    return Request(url=api + path, method="POST", headers=said, body=body)


def _ban(target: Target, url: str, tags: Sequence[str]) -> Request:
    headers = {KEY_HEADER: target.key, TAGS_HEADER: " ".join(tags)}
    return Request(url=url, method="PURGE", headers=headers)


def _slices(tags: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (tags[start : start + most] for start in range(0, len(tags), most))
