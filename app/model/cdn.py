"""The cache that stands in front, as far as headers and purges depend on which it is."""

from enum import StrEnum


class Cdn(StrEnum):
    """What `OPENTIME_CDN` may name."""

    NONE = "none"
    CLOUDFLARE = "cloudflare"
    FASTLY = "fastly"
    CLOUDFRONT = "cloudfront"
    NGINX = "nginx"
    VARNISH = "varnish"


SHARED_TAG = "shared"
"""The tag of every answer that anybody may be given: purging it purges them all."""

RENDERING_TAG = "rendering"
"""The tag of every rendering by its content: it may show a person who was erased since."""

ASSET_TAG = "asset"
"""The tag of every asset by its content."""

_LONGEST = 256
_MOST = 50


def tag(kind: str, name: str = "") -> str:
    """Return a tag that every CDN accepts: lower case, visible ASCII, no comma, no blank.

    Distinct names may share a tag, if they are longer than a tag or differ in case or in
    characters that no tag may hold: then more is purged than need be, never less.
    """
    text = f"{kind}-{name}" if name else kind
    return "".join(c if "!" <= c <= "~" and c != "," else "_" for c in text.lower())[:_LONGEST]


def tags_of(*, block: str, message: str, brand: str, kinds: frozenset[str]) -> tuple[str, ...]:
    """Return the tags of a shared answer: what it shows, and the kinds of records it may read."""
    own = (tag("block", block), tag("message", message), tag("brand", brand))
    return (SHARED_TAG, *own, *sorted(map(tag, kinds)))[:_MOST]


_READ_BY = {
    "stock": ("stock", "stores"),
    "store": ("stock", "stores"),
    "stores": ("stock", "stores"),
    "product": ("products",),
}


def kinds_of(reads: frozenset[str]) -> frozenset[str]:
    """Return the kinds of records, and the sources, behind facts with these dotted names."""
    kinds: set[str] = set()
    for name in reads:
        first, _, rest = name.partition(".")
        kinds.update(_READ_BY.get(first, ()))
        if first == "source" and rest:
            kinds.add(f"source-{rest.partition('.')[0]}")
    return frozenset(kinds)
