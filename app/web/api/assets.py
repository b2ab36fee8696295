"""Assets: pictures by name, checked and cleaned before they are kept."""

import asyncio
import re
import zlib
from collections.abc import AsyncGenerator
from contextlib import suppress
from hashlib import sha256

import msgspec
from starlette.formparsers import MultiPartException, MultiPartParser

from app.errors import TooLarge, Unacceptable
from app.model.ports import Asset
from app.web.api.calls import (
    KIB,
    MIB,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Operation,
    gone,
    json_answer,
    unknown,
)
from app.web.api.listing import LISTING, listed, page_answer, page_type
from app.web.api.problems import Malformed, UnsupportedMediaType
from app.web.api.services import Accept

PICTURE_BYTES = 10 * MIB
_SNIFFED = 4 * KIB  # a declaration and a comment may stand before the element
_ENVELOPE = 64 * KIB  # what multipart adds
_NAME = re.compile(r"[\w][\w .()+-]{0,199}\Z")


class AssetDocument(msgspec.Struct, kw_only=True):
    """A picture as it is kept: without metadata. `digest` is the SHA-256 of those bytes.

    `size` is in bytes, the rest in pixels.
    """

    name: str
    digest: str
    media_type: str
    size: int
    width: int
    height: int


async def list_assets(call: Call) -> Answer:
    """Answer a slice of the assets, by name."""
    cursor, limit = listed(call)
    page = await call.services.assets.page(cursor=cursor, limit=limit)
    return page_answer([_shown(asset) for asset in page.items], page.cursor)


async def get_asset(call: Call) -> Answer:
    """Answer what is known about an asset."""
    return json_answer(_shown(await _known(call)))


async def get_content(call: Call) -> Answer:
    """Answer the picture itself."""
    asset = await _known(call)
    body = await asyncio.to_thread(call.services.assets.body, asset.digest)
    if body is None:
        raise unknown("content of", asset.name, "Upload it again.")
    # Uploaded bytes are only ever a picture to a browser, whatever else they could be read as.
    headers = {"content-security-policy": "default-src 'none'; sandbox"}
    return Answer(body=body, media_type=asset.media_type, headers=headers)


async def put_asset(call: Call) -> Answer:
    """Keep the body as the picture of that name."""
    return await _keep(call, call.path["name"], call.body)


async def post_asset(call: Call) -> Answer:
    """Keep the one file of a form under its file name, or the form's field `name`."""
    name, body = await _uploaded(call)
    return await _keep(call, name, body)


async def delete_asset(call: Call) -> Answer:
    """Delete the name; blocks that show it leave the picture out."""
    if not await call.services.assets.delete(call.path["name"]):
        raise unknown("asset", call.path["name"])
    return gone()


OPERATIONS = (
    Operation(method="GET", path="/assets", name="list_assets", summary="List assets",
              scope=READ, handle=list_assets, query=LISTING,
              answers=page_type("AssetsPage", AssetDocument)),
    Operation(method="POST", path="/assets", name="post_asset", scope=WRITE,
              summary="Upload one picture or typeface as a form", handle=post_asset, also=(201,),
              body=Body(media={"multipart/form-data": None}, limit=PICTURE_BYTES + _ENVELOPE),
              answers=AssetDocument, keeps_answer=True),
    Operation(method="GET", path="/assets/{name}", name="get_asset", scope=READ,
              summary="Show what is known about an asset", handle=get_asset,
              answers=AssetDocument),
    Operation(method="PUT", path="/assets/{name}", name="put_asset", scope=WRITE,
              summary="Upload a picture (PNG, JPEG, GIF, WebP) or typeface (TTF, OTF, TTC, WOFF2)",
              handle=put_asset, also=(201,),
              body=Body(media={"*/*": None}, limit=PICTURE_BYTES),
              answers=AssetDocument, keeps_answer=True),
    Operation(method="DELETE", path="/assets/{name}", name="delete_asset", scope=WRITE,
              summary="Delete an asset", handle=delete_asset, status=204),
    Operation(method="GET", path="/assets/{name}/content", name="get_asset_content", scope=READ,
              summary="Show the content", handle=get_content, answer_media="*/*"),
)  # fmt: skip


async def checked_asset(name: str, body: bytes, accept: Accept) -> tuple[Asset, bytes]:
    """Return an asset and its content as it is kept.

    Raises Unacceptable for a name or content that cannot be kept, UnsupportedMediaType for SVG.
    """
    if not _NAME.match(name):
        raise Unacceptable(
            f"{name[:60]!r} cannot be the name of an asset.",
            remedy="Use up to 200 letters, digits, spaces and . _ - ( ) +, like hero.jpg.",
            field="name",
            value=name,
        )
    if _is_svg(body):
        raise UnsupportedMediaType(
            "SVG is a document that can run, not a picture.",
            remedy="Export it as PNG, at twice the size it is shown in.",
            field="body",
        )
    upload = await asyncio.to_thread(accept, body, name)
    asset = Asset(
        name=name,
        digest=sha256(upload.body).hexdigest(),
        media_type=upload.media_type,
        size=len(upload.body),
        width=upload.width,
        height=upload.height,
    )
    return asset, upload.body


async def _keep(call: Call, name: str, body: bytes) -> Answer:
    asset, content = await checked_asset(name, body, call.services.accept)
    written = await call.services.assets.put(asset, content)
    return json_answer(_shown(asset), 201 if written.created else 200)


def _is_svg(body: bytes) -> bool:
    begins = body[:_SNIFFED]
    if begins.startswith(b"\x1f\x8b"):  # gzip, as .svgz is
        with suppress(zlib.error):
            begins = zlib.decompressobj(wbits=31).decompress(begins, _SNIFFED)
    return begins.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in begins


async def _uploaded(call: Call) -> tuple[str, bytes]:
    """Return name and content of the one file in a form; raises Malformed, Unacceptable."""

    async def body() -> AsyncGenerator[bytes, None]:
        yield call.body

    try:
        parser = MultiPartParser(call.headers, body(), max_files=1, max_fields=20)
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError, ValueError) as error:
        raise Malformed(
            f"The form cannot be read: {getattr(error, 'message', error)}",
            remedy="Send multipart/form-data with one file and at most 20 fields.",
            field="body",
        ) from None
    try:
        found = [part for part in form.values() if not isinstance(part, str)]
        if not found:
            raise Unacceptable(
                "The form holds no file.", remedy="Send one, as in -F file=@hero.jpg.", field="file"
            )
        stated = form.get("name")
        name = stated if isinstance(stated, str) else found[0].filename or ""
        content = await found[0].read()
    finally:
        await form.close()
    if len(content) > PICTURE_BYTES:
        raise TooLarge(
            f"The file has {len(content):,} bytes.",
            remedy=f"Keep it to {PICTURE_BYTES:,}.",
            field="file",
        )
    return name, content


async def _known(call: Call) -> Asset:
    asset = await call.services.assets.get(call.path["name"])
    if asset is None:
        raise unknown("asset", call.path["name"], "Upload it with PUT.")
    return asset


def _shown(asset: Asset) -> AssetDocument:
    return AssetDocument(
        name=asset.name,
        digest=asset.digest,
        media_type=asset.media_type,
        size=asset.size,
        width=asset.width,
        height=asset.height,
    )
