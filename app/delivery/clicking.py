"""The click: one 302 to the link of what that person last saw.

The destination comes from our own records alone; no part of the request can supply one.
"""

import logging
from dataclasses import dataclass

from app.context.asking import Ask
from app.delivery.address import Address, parse_address
from app.delivery.automation import TRAP
from app.delivery.deciding import DecisionService
from app.delivery.exchange import OpenRequest, Served
from app.delivery.intake import NOBODY, Intake, Occasion, named
from app.delivery.links import safe_link, with_utm
from app.delivery.policy import redirect_headers, refusal_headers
from app.delivery.recording import Recorder
from app.delivery.seen import Seen, SeenLinks
from app.errors import AppError
from app.model.brand import Brand
from app.model.keys import ANONYMOUS, MessageKey, SubscriberKey
from app.model.message import Message
from app.model.ports import Brands, Messages

_log = logging.getLogger("opentime.clicking")
_UNSEEN = Seen("", "", 0, human=False)
_TRAP_END = b"/" + TRAP.encode()
_NO_BRAND = Brand(name="", title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    link: str
    seen: Seen
    ask: Ask


class ClickService:
    """Serves `/c/`."""

    def __init__(
        self,
        *,
        intake: Intake,
        messages: Messages,
        brands: Brands,
        deciding: DecisionService,
        seen: SeenLinks,
        recorder: Recorder,
    ) -> None:
        self._intake = intake
        self._messages = messages
        self._brands = brands
        self._deciding = deciding
        self._seen = seen
        self._recorder = recorder

    async def click(self, request: OpenRequest) -> Served:
        """Answer one click: 302, or 404 when not even the brand has a link; never raises."""
        try:
            message, brand, target = await self._read(request)
        except Exception:  # noqa: BLE001  # an edge: a click must lead somewhere
            _log.exception("A click failed")
            message, brand, target = None, self._default_brand(), None
        link = safe_link(target.link, brand) if target is not None else ""
        link = link or safe_link(brand.link, brand)
        if not link:
            body = b"This link leads nowhere.\n"
            return Served(404, refusal_headers(len(body)), body)
        link = with_utm(link, message.params if message else {})
        if target is not None and request.counts:
            await self._recorder.clicked(target.ask, target.seen, link)
        return Served(302, redirect_headers(link), b"")

    async def _read(self, request: OpenRequest) -> tuple[Message | None, Brand, _Target | None]:
        address = click_address(request.raw_path)
        message = self._messages.read(MessageKey(address.message)) if address.message else None
        brand = self._brands.read(message.brand if message else "")
        if message is not None and is_trap(request.raw_path) and request.counts:
            await self._spring(address, message, brand, request)
        if message is None or not address.block:
            return message, brand, None
        try:
            occasion = await self._intake.occasion(address)
        except AppError:
            # A published block that no longer compiles: its link is not known, the brand's is.
            _log.exception("Block %s cannot be read for a click", address.block)
            return message, brand, None
        if occasion is None:
            return message, brand, None
        return message, brand, await self._target(address, occasion, request)

    async def _spring(
        self, address: Address, message: Message, brand: Brand, request: OpenRequest
    ) -> None:
        is_named = address.subscriber not in ("", ANONYMOUS)
        key = SubscriberKey(address.subscriber)
        person = await self._intake.person(key) if is_named else NOBODY
        await self._recorder.sprung(self._intake.stray(message, brand, request, person))

    def _default_brand(self) -> Brand:
        try:
            return self._brands.read("")
        except AppError:
            return _NO_BRAND

    async def _target(self, address: Address, occasion: Occasion, request: OpenRequest) -> _Target:
        key = named(address, occasion)
        person = await self._intake.person(key) if key is not None else NOBODY
        ask = self._intake.ask(address, occasion, request, person, is_click=True)
        if ask.subscriber is not None and ask.message is not None:
            seen = self._seen.last(ask.message.key, ask.subscriber.key, ask.plan.block)
            if seen is not None and seen.link:
                return _Target(link=seen.link, seen=seen, ask=ask)
        return await self._decided(ask)

    async def _decided(self, ask: Ask) -> _Target:
        """Return the link of what would be seen now, for someone who was shown nothing."""
        try:
            decision = (await self._deciding.decide(ask)).decision
        except Exception:  # noqa: BLE001  # an edge: a click must lead somewhere
            _log.exception("Deciding a click on block %s failed", ask.plan.block)
            return _Target(link="", seen=_UNSEEN, ask=ask)
        seen = Seen(decision.link, decision.variant, decision.version, human=False)
        return _Target(link=decision.link, seen=seen, ask=ask)


def is_trap(raw_path: bytes) -> bool:
    """Tell whether a path under `/c/` is that of the link that readers cannot see."""
    return raw_path.rstrip(b"/").endswith(_TRAP_END)


def click_address(raw_path: bytes) -> Address:
    """Read a path under `/c/`; an extension or a slash that a client has added is ignored."""
    path = b"/o/" + raw_path[3:].rstrip(b"/")
    address = parse_address(path + b".png")
    return address if address.block else parse_address(path)
