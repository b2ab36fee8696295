"""Opentime's URLs as they stand in an email, merge tags and all."""

import re
from dataclasses import dataclass
from typing import Final

_TAG: Final = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\*\|.*?\|\*|%%.*?%%|\[\[.*?\]\]|\$\{.*?\}|<%.*?%>"
    r"|%[A-Za-z_][\w.-]*%|\{[$A-Za-z_][\w. -]*\}|\[[A-Za-z_][\w. -]*\]",
    re.DOTALL,
)
_MARK: Final = re.compile("\x00(\\d+)\x00")
_QUOTED: Final = re.compile(r"""(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_URL: Final = re.compile(r"(?:(?P<scheme>[A-Za-z]+):)?(?://(?P<host>[^/?#]*))?(?P<path>/[^?#]*)")
_ROUTES: Final = (
    re.compile(r"/(?P<kind>o)/(?P<message>[^/]*)/(?P<subscriber>[^/]*)/(?P<block>[^/]*)\Z"),
    re.compile(r"/(?P<kind>c)/(?P<message>[^/]*)/(?P<subscriber>[^/]*)/(?P<block>[^/]*)\Z"),
    re.compile(r"/(?P<kind>s)/(?P<message>[^/]*)/(?P<block>[^/]*)\Z"),
)
_LOCAL: Final = re.compile(
    r"(?i)(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\]|10\.[\d.]+|192\.168\.[\d.]+|[^:]*\.(local|test))(:\d+)?\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveUrl:
    """One URL of ours: kind o (open), s (shared) or c (click); tags stand as they were written."""

    kind: str
    scheme: str  # lower case; empty when relative
    host: str
    message: str
    subscriber: str  # empty in shared URLs
    block: str
    extension: str
    has_space: bool  # outside of merge tags

    def is_local(self) -> bool:
        """Tell whether only this machine or network can reach it."""
        return _LOCAL.match(self.host) is not None


def parse_live_url(url: str) -> LiveUrl | None:
    """Return the parts of a URL of ours; None for every other URL."""
    tags: list[str] = []

    def mark(match: re.Match[str]) -> str:
        tags.append(match[0])
        return f"\x00{len(tags) - 1}\x00"

    def unmark(text: str) -> str:
        return _MARK.sub(lambda match: tags[int(match[1])], text)

    marked = _TAG.sub(mark, url.strip().replace("\x00", ""))
    split = _URL.match(marked)
    route = next((r for pattern in _ROUTES if split and (r := pattern.search(split["path"]))), None)
    if split is None or route is None:
        return None
    parts = route.groupdict()
    block, _, extension = parts["block"].rpartition(".") if "." in parts["block"] else (
        parts["block"], "", "",
    )  # fmt: skip
    return LiveUrl(
        kind=parts["kind"],
        scheme=(split["scheme"] or "").lower(),
        host=unmark(split["host"] or ""),
        message=unmark(parts["message"]),
        subscriber=unmark(parts.get("subscriber") or ""),
        block=unmark(block),
        extension=extension.lower(),
        has_space=re.search(r"\s", marked) is not None,
    )


def live_blocks(html: str) -> tuple[str, ...]:
    """Return the names of the blocks that an email may show, each once."""
    found = (parse_live_url(match[1] or match[2] or "") for match in _QUOTED.finditer(html))
    return tuple(dict.fromkeys(url.block for url in found if url is not None))


def is_tag(text: str) -> bool:
    """Tell whether the text is exactly one merge tag."""
    return _TAG.fullmatch(text) is not None


def has_tag(text: str) -> bool:
    """Tell whether a merge tag stands in the text."""
    return _TAG.search(text) is not None
