"""How texts become the values of settings; each raises ValueError saying what it must be."""

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from ipaddress import ip_network
from string import Formatter
from urllib.parse import urlsplit

from app.model.cdn import Cdn
from app.model.rendering import EXTRA, Format

_SHORTEST_SECRET = 16
_HOST_NAME = re.compile(r"(?=.*[a-z])[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")  # of letters, not all digits

_SENDER = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{0,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds."""

    def parse(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(f"it must be {least} to {most}")
        return number

    return parse


def flag(text: str) -> bool:
    """Return yes or no."""
    if text.lower() not in ("0", "1", "false", "true", "no", "yes", "off", "on"):
        raise ValueError("it must be 1 or 0")
    return text.lower() in ("1", "true", "yes", "on")


def one_of(*choices: str) -> Callable[[str], str]:
    """Return what reads one of some words."""

    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return text.lower()

    return parse


def networks(text: str) -> tuple[str, ...]:
    """Return CIDRs, or `*`, listed with commas."""
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if entry != "*":
            ip_network(entry, strict=False)
    return entries


def address(text: str) -> str:
    """Return the address of a web server, empty for none."""
    if text:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise ValueError("it must look like https://live.example.com")
    return text


def template(text: str) -> str:
    """Return the address of tiles with {z}, {x} and {y} in it, empty for none."""
    if text:
        names = sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
        parts = urlsplit(text)
        if names != ["x", "y", "z"]:
            raise ValueError("it must name {z}, {x} and {y} once each, and nothing else in braces")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must look like https://tiles.example.com/{z}/{x}/{y}.png")
    return text


def hosts(text: str) -> tuple[str, ...]:
    """Return names and CIDRs listed with commas."""
    entries = tuple(entry.strip().lower() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if _HOST_NAME.fullmatch(entry) is None and ip_network(entry, strict=False).prefixlen == 0:
            raise ValueError(f"{entry} opens everything; name networks of your own")
    return entries


def formats(text: str) -> tuple[Format, ...]:
    """Return kinds of picture beyond the safe ones."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if not set(names) <= EXTRA:
        raise ValueError(f"it must be of {', '.join(sorted(EXTRA))}")
    return tuple(map(Format, names))


def ports(text: str) -> tuple[int, ...]:
    """Return port numbers listed with commas."""
    return tuple(whole(1, 65535)(entry) for entry in text.split(",") if entry.strip())


def senders(text: str) -> tuple[str, ...]:
    """Return addresses of senders and `@domains` listed with commas, in small letters."""
    entries = tuple(entry.strip().lower() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if _SENDER.fullmatch(entry) is None:
            raise ValueError(f"{entry} must look like news@shop.example or @shop.example")
    return entries


def mail_server(text: str) -> str:
    """Return the address of a mail server, its user and password in it; empty for none."""
    if text:
        parts = urlsplit(text)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("it must look like smtps://user:password@mail.example.com:465")
        if parts.port is not None and not parts.port:
            raise ValueError("its port must be 1 to 65535")
    return text


def mailbox(text: str) -> str:
    """Return an address, with or without a name before it; empty for none."""
    address = parseaddr(text)[1] if text.isprintable() else ""
    if text and (_SENDER.fullmatch(address.lower()) is None or address.startswith("@")):
        raise ValueError("it must look like Northbeam <hello@northbeam.example>")
    return text


def addresses(text: str) -> tuple[str, ...]:
    """Return addresses of web servers listed with commas, without trailing slashes."""
    return tuple(address(each.strip()).rstrip("/") for each in text.split(",") if each.strip())


def mail_faults(values: Mapping[str, object]) -> list[str]:
    """Return what the settings of mail lack together."""
    if values.get("smtp_url") and not values.get("smtp_from"):
        return ["OPENTIME_SMTP_URL needs OPENTIME_SMTP_FROM: whom test sends come from"]
    return []


def cdn_faults(values: Mapping[str, object]) -> list[str]:
    """Return what is wrong about the settings of a CDN taken together; never their secrets."""
    cdn, key, zone = (str(values.get(name) or "") for name in ("cdn", "cdn_key", "cdn_zone"))
    wrong = []
    if cdn == Cdn.CLOUDFRONT and not values.get("cdn_min_ttl_is_zero"):
        wrong.append(
            "OPENTIME_CDN=cloudfront: with a minimum TTL over 0 CloudFront shows one person's "
            "picture to another; set it to 0 and OPENTIME_CDN_MIN_TTL_IS_ZERO=1"
        )
    if cdn in (Cdn.NGINX, Cdn.VARNISH):
        if values.get("cdn_api") and len(key) < _SHORTEST_SECRET:
            wrong.append(
                f"OPENTIME_CDN_KEY has {len(key)} characters: whoever guesses it can empty the "
                f"cache; write {_SHORTEST_SECRET} or more at random"
            )
    elif bool(key) != bool(zone) and cdn != Cdn.NONE:
        wrong.append(
            "OPENTIME_CDN_KEY and OPENTIME_CDN_ZONE: purging needs both; set both or neither"
        )
    elif cdn == Cdn.CLOUDFRONT and key and not all(key.partition(":")):
        wrong.append("OPENTIME_CDN_KEY: for CloudFront it is ACCESS_KEY_ID:SECRET_ACCESS_KEY")
    if not (key.isascii() and (key + "x").isprintable() and " " not in key):
        wrong.append("OPENTIME_CDN_KEY: it must be printable ASCII without blanks")
    return wrong
