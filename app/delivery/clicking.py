"""The click: one 302 to the link of what that person last saw.

The destination comes from our own records alone; no part of the request can supply one.
"""

import logging
from dataclasses import dataclass

from app.context.asking import Ask
from app.delivery.address import Address, parse_address
from app.delivery.deciding import DecisionService
from app.delivery.links import safe_link, with_utm
from app.delivery.exchange import OpenRequest, Served
from app.delivery.params import block_params
from app.delivery.plans import Plans
from app.delivery.policy import redirect_headers, refusal_headers
from app.delivery.reading import ReaderService
from app.delivery.recording import Recorder
from app.delivery.seen import Seen, SeenLinks
from app.errors import AppError
from app.model.brand import Brand
from app.model.keys import ANONYMOUS, MessageKey, SubscriberKey
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Brands, Messages, Now, Profiles
from app.model.subscriber import Subscriber

_log = logging.getLogger("opentime.clicking")
_UNSEEN = Seen("", "", 0, human=False)
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
        now: Now,
        plans: Plans,
        messages: Messages,
        brands: Brands,
        profiles: Profiles,
        readers: ReaderService,
        deciding: DecisionService,
        seen: SeenLinks,
        recorder: Recorder,
    ) -> None:
        self._now = now
        self._plans = plans
        self._messages = messages
        self._brands = brands
        self._profiles = profiles
        self._readers = readers
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
        if message is None or not address.block:
            return message, brand, None
        try:
            plan = await self._plans.get(address.block)
        except AppError:
            # A published block that no longer compiles: its link is not known, the brand's is.
            _log.exception("Block %s cannot be read for a click", address.block)
            return message, brand, None
        if plan is None:
            return message, brand, None
        return message, brand, await self._target(address, plan, message, brand, request)

    def _default_brand(self) -> Brand:
        try:
            return self._brands.read("")
        except AppError:
            return _NO_BRAND

    async def _target(
        self, address: Address, plan: Plan, message: Message, brand: Brand, request: OpenRequest
    ) -> _Target:
        at = self._now()
        subscriber = await self._profile(address)
        reader, ip = self._readers.read(
            request.headers, request.peer, sent_at=message.sent_at, at=at
        )
        ask = Ask(
            plan=plan,
            brand=brand,
            reader=reader,
            at=at,
            message=message,
            subscriber=subscriber,
            ip=ip,
            params=block_params(plan, message, request.query),
        )
        if subscriber is not None:
            seen = self._seen.last(message.key, subscriber.key, plan.block)
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

    async def _profile(self, address: Address) -> Subscriber | None:
        if not address.subscriber or address.subscriber == ANONYMOUS:
            return None
        return await self._profiles.read(SubscriberKey(address.subscriber))


def click_address(raw_path: bytes) -> Address:
    """Read a path under `/c/`; an extension or a slash that a client has added is ignored."""
    path = b"/o/" + raw_path[3:].rstrip(b"/")
    address = parse_address(path + b".png")
    return address if address.block else parse_address(path)
