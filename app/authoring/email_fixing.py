"""A copy of an email in which everything is mended that can be mended without asking anybody.

Our images get `width`, `height` and `alt` of their blocks, no border and a block of their own;
merge tags that the ESP does not replace become its own; `http` becomes `https`. The rest of the
email stays byte for byte.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

from app.authoring.email_sending import Sending, is_same_tag
from app.authoring.email_urls import LiveUrl, is_tag, parse_live_url

_URL_IN: Final = {"img": "src", "a": "href"}
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLook:
    """How large a block is, in CSS pixels, and what its image says to who sees none."""

    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The mended email, and what was done, each with its line."""

    html: str
    done: tuple[tuple[int, str], ...]


def fixed_email(html: str, *, sending: Sending, looks: Mapping[str, BlockLook]) -> Fixed:
    """Return a mended copy; `looks` are those of the blocks that are known."""
    reading = _Mending(html, sending, looks)
    reading.feed(html)
    reading.close()
    return Fixed(html=reading.text(), done=tuple(reading.done))


class _Mending(HTMLParser):
    """Collects new spellings of our tags, with where the old ones stand."""

    def __init__(self, html: str, sending: Sending, looks: Mapping[str, BlockLook]) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._sending = sending
        self._looks = looks
        self._starts = [0, *(match.end() for match in re.finditer("\n", html))]
        self._edits: list[tuple[int, int, str]] = []
        self.done: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Mend one of our images or links."""
        name = _URL_IN.get(tag)
        given = {key: value or "" for key, value in attrs}
        url = parse_live_url(given.get(name, "")) if name else None
        raw = self.get_starttag_text()
        if name is None or url is None or raw is None:
            return
        mended = self._address(raw, name, given[name], url)
        if tag == "img":
            mended = self._attributes(mended, given, url)
        if mended != raw:
            line, column = self.getpos()
            start = self._starts[line - 1] + column
            self._edits.append((start, start + len(raw), mended))

    def text(self) -> str:
        """Return the email with its new spellings."""
        pieces: list[str] = []
        at = 0
        for start, end, mended in self._edits:
            pieces += (self._html[at:start], mended)
            at = end
        return "".join((*pieces, self._html[at:]))

    def _address(self, raw: str, name: str, address: str, url: LiveUrl) -> str:
        mended = address
        tag = self._sending.tag
        if (
            tag
            and url.kind != "s"
            and is_tag(url.subscriber)
            and not is_same_tag(url.subscriber, tag)
        ):
            mended = mended.replace(url.subscriber, tag)
            self._did(f"`{url.subscriber}` became `{tag}`")
        if url.scheme == "http" and not url.is_local():
            mended = "https" + mended[mended.index(":") :]
            self._did("http became https")
        if mended == address:
            return raw
        written = mended.replace("&", "&amp;").replace('"', "&quot;")
        # Whole attributes, so that neither `data-src` nor the text of another is taken for it.
        for found in _ATTRIBUTE.finditer(raw):
            if found[1].lower() == name:
                return f'{raw[: found.start(3)]}"{written}"{raw[found.end(3) :]}'
        return raw

    def _attributes(self, raw: str, given: Mapping[str, str], url: LiveUrl) -> str:
        look = self._looks.get(url.block)
        wanted = {"border": "0", "style": "display:block"}
        if look is not None:
            wanted |= {"width": str(look.width), "height": str(look.height), "alt": look.alt}
        missing = {name: value for name, value in wanted.items() if name not in given}
        if not missing:
            return raw
        self._did(f"the image of `{url.block}` got {', '.join(missing)}")
        more = "".join(f' {name}="{escape(value)}"' for name, value in missing.items())
        end = len(raw) - (2 if raw.endswith("/>") else 1)
        return raw[:end].rstrip() + more + raw[end:]

    def _did(self, what: str) -> None:
        self.done.append((self.getpos()[0], what))
