"""A rendering or an asset by its content: the body behind a digest never changes."""

import asyncio
import re
from collections.abc import Callable

from app.delivery.address import Address, Route
from app.delivery.channels import extension_of, is_webp
from app.delivery.exchange import OpenRequest, Served
from app.delivery.fallbacks import Fallbacks
from app.delivery.policy import (
    CacheClass,
    matches,
    not_modified_headers,
    picture_headers,
    refusal_headers,
)
from app.delivery.renderings import Renderings
from app.model.cdn import ASSET_TAG, RENDERING_TAG
from app.model.keeping import KeptBytes
from app.model.rendering import Format

_NAME = re.compile(rb"/r/([0-9a-f]{32}|[0-9a-f]{64})\.(png|jpg|jpeg|gif)\Z")
_ASSET_LENGTH = 64
_ASSET_TAGS = (ASSET_TAG,)
_RENDERING_TAGS = (RENDERING_TAG,)
_CONVERTED_BYTES = 16 * 1024 * 1024


class ContentService:
    """Serves `/r/`: 32 hex digits name a rendering, 64 an asset."""

    def __init__(
        self,
        *,
        renderings: Renderings,
        asset: Callable[[str], bytes | None],
        as_png: Callable[[bytes], bytes | None],
        fallbacks: Fallbacks,
    ) -> None:
        self._renderings = renderings
        self._asset = asset
        self._as_png = as_png
        self._converted: KeptBytes[str] = KeptBytes(_CONVERTED_BYTES)
        self._fallbacks = fallbacks

    async def content(self, request: OpenRequest) -> Served:
        """Answer `/r/{digest}.{ext}`; what is no longer kept is a placeholder, never pinned."""
        named = _NAME.match(request.raw_path)
        if named is None:
            return self._unknown(request.raw_path)
        digest, extension = named[1].decode(), named[2].decode()
        picture_format = Format.of_extension(extension)
        assert picture_format is not None
        body = await self._body(digest, picture_format)
        if body is None:
            return self._unknown(request.raw_path)
        headers = picture_headers(
            CacheClass.CONTENT,
            media_type=picture_format.media_type.encode(),
            length=len(body),
            etag=named[1],
            tags=_ASSET_TAGS if len(digest) == _ASSET_LENGTH else _RENDERING_TAGS,
        )
        if matches(request.headers.get(b"if-none-match", b""), named[1]):
            return Served(304, not_modified_headers(headers), b"")
        return Served(200, headers, body)

    async def _body(self, digest: str, picture_format: Format) -> bytes | None:
        if len(digest) != _ASSET_LENGTH:
            return await self._renderings.by_digest(digest, picture_format)
        body = self._converted.get(digest) or self._asset(digest)
        if not body or extension_of(body) != picture_format.value:
            return None
        if not is_webp(body):
            return body
        # Not every mail client shows WebP, and the address says PNG.
        converted = await asyncio.to_thread(self._as_png, body)
        if converted is not None:
            self._converted.put(digest, converted)
        return converted

    def _unknown(self, raw_path: bytes) -> Served:
        extension = raw_path.rpartition(b".")[2].decode("ascii", errors="replace").lower()
        if Format.of_extension(extension) is None:
            body = b"Not found.\n"
            return Served(404, refusal_headers(len(body)), body)
        address = Address(Route.OPEN, "", "", "", extension)
        media_type, body = self._fallbacks.answer(address)
        headers = picture_headers(
            CacheClass.FALLBACK, media_type=media_type, length=len(body), fallback="unknown-content"
        )
        return Served(200, headers, body)
