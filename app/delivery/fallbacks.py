"""The lower rungs of the ladder: the block's own fallback, the brand's placeholder, a built-in.

Everything here is drawn before it is needed and kept in memory, so that the answer under
overload, or for a URL that names nothing, costs a look-up.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from app.context.asking import Ask
from app.delivery.address import Address
from app.delivery.deciding import DecisionService
from app.delivery.params import block_params
from app.delivery.reading import NOBODY
from app.delivery.renderings import Renderings
from app.errors import AppError, Overloaded, RenderError
from app.model.brand import Brand
from app.model.keeping import Kept, KeptBytes
from app.model.keys import MessageKey
from app.model.plan import Plan
from app.model.ports import Brands, Messages
from app.model.rendering import Format

_Key = tuple[str, int, Format, str]  # block, version, format, brand
Placeholder = Callable[[Brand, Format, tuple[int, int]], bytes]

_log = logging.getLogger("opentime.fallbacks")
_UNKNOWN_SIZE = (600, 200)
_MOST_PLACEHOLDERS = 512
_MOST_BLOCKS = 4096
_BLOCK_BYTES = 64 * 1024 * 1024
_WORDS: Mapping[str, tuple[bytes, bytes]] = {
    "html": (b"text/html; charset=utf-8", b"<!doctype html><title></title>"),
    "txt": (b"text/plain; charset=utf-8", b""),
    "json": (b"application/json", b'{"items":[]}'),
}


class Fallbacks:
    """Answers when the answer that was meant is not to be had."""

    def __init__(
        self,
        *,
        brands: Brands,
        messages: Messages,
        deciding: DecisionService,
        renderings: Renderings,
        placeholder: Placeholder,
        built_in: Mapping[str, tuple[bytes, bytes]],
        formats: Mapping[str, Format],
    ) -> None:
        self._brands = brands
        self._messages = messages
        self._deciding = deciding
        self._renderings = renderings
        self._placeholder = placeholder
        self._built_in = built_in  # extension -> media type, body
        self._formats = formats  # that are drawn, by extension
        self._placeholders: Kept[tuple[str, Format, tuple[int, int]], tuple[Brand, bytes]]
        self._placeholders = Kept(_MOST_PLACEHOLDERS)
        self._bodies: KeptBytes[_Key] = KeptBytes(_BLOCK_BYTES)
        self._brand_of: Kept[_Key, Brand] = Kept(_MOST_BLOCKS)  # in what is or will be drawn
        self._last: Kept[tuple[str, int, Format], str] = Kept(_MOST_BLOCKS)  # brand drawn last
        self._drawing: set[asyncio.Task[None]] = set()

    def answer(self, address: Address, plan: Plan | None = None) -> tuple[bytes, bytes]:
        """Return media type and body for the address; never raises."""
        picture_format = self._formats.get(address.extension)
        if picture_format is None:
            return self._built_in.get(address.extension) or _WORDS.get(
                address.extension, _WORDS["txt"]
            )
        body = self._picture(picture_format, plan, self._brand(address.message))
        return picture_format.media_type.encode(), body

    def brand_of(self, address: Address) -> str:
        """Return the name of the brand whose fallback this is; empty: it cannot be read."""
        brand = self._brand(address.message)
        return "" if brand is None else brand.name

    def close(self) -> None:
        """Give up what is being drawn ahead."""
        for task in self._drawing:
            task.cancel()

    def is_known_extension(self, extension: str) -> bool:
        """Tell whether there is an answer in the extension's own format."""
        return extension in self._formats or extension in self._built_in or extension in _WORDS

    def warm(self, ask: Ask, picture_format: Format) -> None:
        """Draw the block's fallback for nobody in particular, in the background, once."""
        key = (ask.plan.block, ask.plan.version, picture_format, ask.brand.name)
        if self._is_of(key, ask.brand):
            return
        self._brand_of.put(key, ask.brand)
        self._bodies.put(key, b"")  # nothing of what the brand was before
        task = asyncio.get_running_loop().create_task(self._draw(ask, key))
        self._drawing.add(task)
        task.add_done_callback(self._drawing.discard)

    def _brand(self, message_key: str) -> Brand | None:
        """Return the brand of a message, the default one's of none; None: it cannot be read."""
        try:
            message = self._messages.read(MessageKey(message_key)) if message_key else None
            return self._brands.read(message.brand if message else "")
        except AppError:
            return None

    def _picture(self, picture_format: Format, plan: Plan | None, brand: Brand | None) -> bytes:
        if plan is not None:
            kept = self._kept(plan, picture_format, brand)
            if kept:
                return kept
        if brand is None:
            return self._built_in[picture_format.value][1]
        size = (plan.width, plan.height) if plan is not None else _UNKNOWN_SIZE
        key = (brand.name, picture_format, size)
        held = self._placeholders.get(key)
        if held is not None and held[0] == brand:
            return held[1]
        body = self._drawn_placeholder(brand, picture_format, size)
        self._placeholders.put(key, (brand, body))
        return body

    def _kept(self, plan: Plan, picture_format: Format, brand: Brand | None) -> bytes | None:
        drawn = (plan.block, plan.version, picture_format)
        if brand is None:  # it cannot be read: any brand's is better than none
            return self._bodies.get((*drawn, self._last.get(drawn) or ""))
        key = (*drawn, brand.name)
        return self._bodies.get(key) if self._is_of(key, brand) else None

    def _is_of(self, key: _Key, brand: Brand) -> bool:
        known = self._brand_of.get(key)
        return known is brand or known == brand

    def _drawn_placeholder(
        self, brand: Brand, picture_format: Format, size: tuple[int, int]
    ) -> bytes:
        try:
            return self._placeholder(brand, picture_format, size)
        except Exception:  # noqa: BLE001  # the last edge: below it only constants are left
            _log.exception("The placeholder of brand %s cannot be drawn", brand.name)
            return self._built_in[picture_format.value][1]

    async def _draw(self, ask: Ask, key: _Key) -> None:
        try:
            decision = await self._deciding.decide_fallback(for_nobody(ask))
            digest = self._renderings.digest(decision.scene_digest)
            body = await self._renderings.ahead(decision.scene, digest, key[2])
            if self._is_of(key, ask.brand):  # the brand was not changed meanwhile
                self._last.put(key[:3], ask.brand.name)
                self._bodies.put(key, body)
        except AppError:
            # Too busy now: the next open tries again.
            self._brand_of.drop(key)
        except Exception:  # noqa: BLE001  # an edge: nobody waits for this
            _log.exception("The fallback of block %s cannot be drawn", key[0])


def for_nobody(ask: Ask) -> Ask:
    """Return what was asked without whoever asked: no query, no value of their message."""
    return replace(
        ask, subscriber=None, reader=NOBODY, ip="", place=None, message=None,
        params=block_params(ask.plan, None, b""), kept=True,
    )  # fmt: skip


def cause_of(error: Exception) -> str:
    """Return what an answer of a lower rung names as its cause."""
    match error:
        case Overloaded():
            return "overload"
        case TimeoutError():
            return "deadline"
        case RenderError():
            return f"render {type(error).__name__}"
        case _:
            return f"source {type(error).__name__}"
