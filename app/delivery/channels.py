"""The same decision in words: mail-safe HTML, one line of text, JSON."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from app.context.asking import Ask
from app.delivery.deciding import Decided
from app.model.rendering import Format
from app.render.html import scene_html
from app.render.spoken import scene_line
from app.render.textual import text_line


class Channel(StrEnum):
    """Ways to say a decision without pixels; the value is the extension."""

    HTML = "html"
    TXT = "txt"
    JSON = "json"

    @property
    def media_type(self) -> bytes:
        """The media type with its charset."""
        return _MEDIA_TYPES[self]

    @classmethod
    def of_extension(cls, extension: str) -> "Channel | None":
        """Return the channel of an extension."""
        return _BY_EXTENSION.get(extension)


_MEDIA_TYPES = {
    Channel.HTML: b"text/html; charset=utf-8",
    Channel.TXT: b"text/plain; charset=utf-8",
    Channel.JSON: b"application/json",
}
_BY_EXTENSION = {channel.value: channel for channel in Channel}


class Channels:
    """Writes decisions in words; pictures inside are named by their content."""

    def __init__(self, *, base_url: str, body: Callable[[str], bytes | None]) -> None:
        self._base_url = base_url
        self._body = body  # an asset's bytes by its digest

    def write(self, channel: Channel, decided: Decided, ask: Ask) -> bytes:
        """Return the body of a channel, UTF-8."""
        decision = decided.decision
        match channel:
            case Channel.HTML:
                html = scene_html(
                    decision.scene,
                    say=decision.say,
                    link=decision.link or ask.brand.link,
                    alt=decision.alt,
                    picture_url=self.asset_url,
                )
                return html.encode()
            case Channel.TXT:
                said = scene_line(decision.scene) or decision.alt
                return text_line(decision.say, said).encode()
            case Channel.JSON:
                return msgspec.json.encode(self._document(decided, ask))

    def asset_url(self, digest: str) -> str:
        """Return the URL of an asset by its content, ending in what the content is."""
        extension = extension_of(self._body(digest) or b"")
        return f"{self._base_url}/r/{digest}.{extension}"

    def rendering_url(self, digest: str, picture_format: Format) -> str:
        """Return the URL of a rendering by its content."""
        return f"{self._base_url}/r/{digest}.{picture_format.value}"

    def _document(self, decided: Decided, ask: Ask) -> dict[str, object]:
        decision = decided.decision
        return {
            "block": decision.block,
            "version": decision.version,
            "variant": decision.variant,
            "say": dict(decision.say),
            "text": decision.text,
            "alt": decision.alt,
            "link": decision.link or ask.brand.link,
            "valid_until": decision.valid_until,
            "width": decision.scene.width,
            "height": decision.scene.height,
            "items": [{**decision.say, "link": decision.link or ask.brand.link}],
        }


def is_webp(body: bytes) -> bool:
    """Tell a picture in WebP, which is shown as PNG."""
    return body.startswith(b"RIFF") and body[8:12] == b"WEBP"


def extension_of(body: bytes) -> str:
    """Return the extension that a picture's first bytes ask for."""
    if body.startswith(b"\xff\xd8"):
        return Format.JPG.value
    return Format.GIF.value if body.startswith(b"GIF8") else Format.PNG.value
