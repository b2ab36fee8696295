"""Addresses in a block: the part that says where to is written out, the rest is encoded."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from app.authoring.formula import Node

LINK_NAMES: Final = ("link", "url")
_HOST: Final = re.compile(r"(?i)https?://([^/?#]*)")
_RESERVED: Final = "%:/?#[]@!$&'()*+,;=~-._"
_FULL: Final = "Write it out: `https://shop.example/p/{{ params.sku }}`."


def is_link(name: str) -> bool:
    """Tell whether the `say` of that name is an address."""
    return name.endswith(LINK_NAMES)


def link_problems(parts: tuple[str | Node, ...]) -> tuple[str, str] | None:
    """Return message and remedy of the first reason why this cannot be a link, or None."""
    first = parts[0] if parts else ""
    if not isinstance(first, str):
        return "The link starts with an expression, so nobody can tell where it leads.", _FULL
    match = _HOST.match(first)
    if not match:
        if len(parts) > 1 and re.match(r"(?i)(h|ht|htt|https?:?/?/?)\Z", first):
            return "The scheme of the link is computed.", _FULL
        return f"“{first[:60]}” is not an absolute http or https address.", _FULL
    if len(parts) > 1 and match.end() == len(first):
        return "The host of the link is computed, so nobody can tell where it leads.", _FULL
    literals = [part for part in parts if isinstance(part, str)]
    if any(re.search(r"[\x00-\x20\x7f\\]", literal) for literal in literals):
        remedy = "Write spaces as %20 and remove backslashes and line breaks."
        return "The link contains a space, a backslash or a line break.", remedy
    return _host_problems(match[1], match[0])


def quoted_literals(parts: tuple[str | Node, ...]) -> tuple[str | Node, ...]:
    """Return the parts with what is not ASCII in the literals percent-encoded."""
    return tuple(quote(part, safe=_RESERVED) if isinstance(part, str) else part for part in parts)


def _host_problems(host: str, start: str) -> tuple[str, str] | None:
    if "@" in host:
        return "The link contains a user name before its host.", "Remove everything up to the @."
    try:
        split = urlsplit(start)
        valid = bool(split.hostname) and (split.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", host):
        remedy = "Write it in ASCII, e.g. `https://xn--bcher-kva.example/`."
        return f"“{host[:60]}” is not the name of a host.", remedy
    return None
