"""What two answers through a CDN, a moment apart, say about it: pure rules with remedies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Check = tuple[str, bool | None, str]
"""The part, works / broken / worth a look, what it means and what to do."""

_OK = 200
_PNG = b"\x89PNG\r\n\x1a\n"
_PRIVATE = "private, no-cache, max-age=0, no-transform"
_SHARED = "public, no-cache, max-age=0, no-transform"
_ADDED = ("set-cookie", "pragma", "content-encoding", "transfer-encoding")
_KEPT = ("x-content-type-options", "cross-origin-resource-policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """One answer as it came through the CDN; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def age(self) -> int:
        """Seconds that it was kept, as the cache says; 0 when it does not say."""
        text = self.headers.get("age", "0")
        return int(text) if text.isdigit() else 0

    @property
    def says_hit(self) -> bool:
        """Whether a cache says that it was the one to answer."""
        for name in ("cf-cache-status", "x-cache", "x-cache-status", "cache-status"):
            said = self.headers.get(name, "").lower().split(",")[-1]
            if "hit" in said and "hit-for" not in said:
                return True
        return False


def is_kept(first: Through, second: Through) -> bool:
    """Tell whether the second answer was kept since the first: same second of making, or a hit."""
    dates = first.headers.get("date", ""), second.headers.get("date", "")
    is_same = bool(dates[0]) and dates[0] == dates[1]
    return is_same or second.says_hit or second.age > 0


def personal(first: Through, second: Through) -> Iterator[Check]:
    """Judge two answers to one open, more than a second apart."""
    yield from _picture("an open", second)
    if is_kept(first, second):
        yield (
            "an open",
            False,
            (
                "the CDN keeps what is personal, and may show it to another: set no edge lifetime "
                "for /o/ and /c/, and a minimum TTL of 0 (CloudFront)"
            ),
        )
    yield _cache_control("an open", second, _PRIVATE)


def shared(
    first: Through, second: Through, *, longest_s: int, is_cloudfront: bool
) -> Iterator[Check]:
    """Judge two answers to one shared address, more than a second apart."""
    yield from _picture("a shared block", second)
    if is_kept(first, second):
        yield "a shared block", True, f"kept by the CDN, {second.age} s old"
    else:
        yield (
            "a shared block",
            None,
            (
                "not kept by the CDN: each fetch reaches the server. Let it obey the headers of "
                "/s/ (docs/cdn.md), and name it in OPENTIME_CDN"
            ),
        )
    if second.age > longest_s:
        yield (
            "a shared block",
            False,
            (
                f"it is {second.age} s old, over the {longest_s} s that it was given: a lifetime "
                "set at the CDN overrides the headers; remove it"
            ),
        )
    if not is_cloudfront:
        yield _cache_control("a shared block", second, _SHARED)


def fallback(answer: Through) -> Iterator[Check]:
    """Judge the answer to an open of a block that does not exist."""
    if answer.status != _OK:
        yield (
            "a fallback",
            False,
            (
                f"answered {answer.status} instead of a picture: let the CDN show no pages of its "
                "own, and challenge nobody under /o/, /s/ and /r/"
            ),
        )
        return
    yield from _picture("a fallback", answer, has_tag=False)
    yield _cache_control("a fallback", answer, _PRIVATE)
    if "x-opentime-fallback" not in answer.headers:
        yield "a fallback", None, "X-Opentime-Fallback is taken away: let it through, it says why"


def origin_tags(headers: Mapping[str, str]) -> Check:
    """Judge whether what the server itself sends can be purged by tag."""
    if headers.get("cache-tag") and headers.get("surrogate-key"):
        return "tags", True, headers["surrogate-key"]
    return (
        "tags",
        False,
        (
            "the server's own answer carries no Cache-Tag and Surrogate-Key: a proxy before it "
            "takes them away, so purges find nothing"
        ),
    )


def _picture(part: str, answer: Through, *, has_tag: bool = True) -> Iterator[Check]:
    """Judge what is true of every picture."""
    headers = answer.headers
    if answer.status != _OK:
        yield part, False, f"answered {answer.status} instead of a picture"
        return
    for name in _ADDED:
        if name in headers:
            yield part, False, f"{name} was added on the way: {_REMEDIES[name]}"
    media_type = headers.get("content-type", "")
    if media_type != "image/png" or not answer.body.startswith(_PNG):
        yield (
            part,
            False,
            (
                f"the picture was made {media_type or 'something'} else on the way: turn off image "
                "conversion and compression (Polish, Image Optimizer); Outlook shows no WebP"
            ),
        )
    if headers.get("content-length") != str(len(answer.body)):
        yield part, False, "the length is not said or wrong: turn off transformations"
    if has_tag and not headers.get("etag", "").startswith('"'):
        yield part, None, "the ETag was taken away or weakened: clients cannot ask what changed"
    for name in _KEPT:
        if name not in headers:
            yield part, None, f"{name} was taken away: let it through"
    if "vary" in headers:
        yield part, None, f"Vary: {headers['vary']} was added: it splits what is kept; remove it"


def _cache_control(part: str, answer: Through, meant: str) -> Check:
    said = answer.headers.get("cache-control", "")
    if said == meant:
        return part, True, said
    return (
        part,
        False,
        (
            f"Cache-Control says {said or 'nothing'} instead of {meant}: set no browser lifetime "
            "at the CDN; respect the headers of the server"
        ),
    )


_REMEDIES = {
    "set-cookie": "turn off cookies, session affinity and bot management for pictures",
    "pragma": "remove it; old Outlook cannot show pictures that carry it",
    "content-encoding": "turn off compression of pictures",
    "transfer-encoding": "send pictures with their length: turn off streaming and transformations",
}
