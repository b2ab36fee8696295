"""Where a click may lead: absolute http(s), to the brand's hosts, with its UTM values."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from app.model.brand import Brand
from app.model.subscriber import Attribute

_FORBIDDEN = frozenset('\\ \t\r\n\x00<>"')
_LONGEST = 2048


def safe_link(link: str, brand: Brand) -> str:
    """Return the link if a click may lead there, else an empty string.

    Refused: other schemes, user information, control characters, backslashes, and hosts that
    the brand does not name (a brand that names none allows any).
    """
    if not link or len(link) > _LONGEST or any(c in _FORBIDDEN or c < " " for c in link):
        return ""
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    if brand.link_hosts and not _is_allowed(host, brand.link_hosts):
        return ""
    try:
        netloc = parts.netloc.encode("idna").decode() if not host.isascii() else parts.netloc
    except UnicodeError:
        return ""
    ascii_rest = quote(link.split(parts.netloc, 1)[1], safe="/?#[]@!$&'()*+,;=:%-._~")
    return f"{parts.scheme}://{netloc}{ascii_rest}"


def with_utm(link: str, params: Mapping[str, Attribute]) -> str:
    """Append the message's `utm_*` values that the link does not already have.

    Existing keys, their order and the fragment stay as they are.
    """
    if not link:
        return link
    front, hash_mark, fragment = link.partition("#")
    _, mark, query = front.partition("?")
    taken = {pair.partition("=")[0] for pair in query.split("&")}
    added = "&".join(
        f"{name}={quote(str(value), safe='')}"
        for name, value in params.items()
        if name.startswith("utm_") and name not in taken and value not in (None, "")
    )
    if not added:
        return link
    joint = ("" if front.endswith(("?", "&")) else "&") if mark else "?"
    return f"{front}{joint}{added}{hash_mark}{fragment}"


def _is_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in allowed)
