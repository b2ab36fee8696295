"""The preview: an open with chosen facts, through the same code, that also says why."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.context.asking import Ask
from app.delivery.channels import Channel, Channels
from app.delivery.deciding import DecisionService
from app.delivery.explaining import Why, preview_document, why
from app.delivery.fallbacks import for_nobody
from app.delivery.params import chosen_params
from app.delivery.plans import Plans
from app.delivery.renderings import Renderings
from app.delivery.samples import reader_of
from app.errors import NotFound, RenderError, Unacceptable
from app.model.decision import Decision
from app.model.facts import Known
from app.model.keys import ANONYMOUS, MessageKey
from app.model.message import Message
from app.model.place import Place, PlaceSource
from app.model.plan import Plan
from app.model.ports import Brands, Messages, Now, Subscribers
from app.model.reader import ReaderKind
from app.model.rendering import Format
from app.model.subscriber import Attribute, Subscriber

CompileDraft = Callable[[str], Awaitable[Plan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRequest:
    """Chosen facts. `draft` replaces the published block; `place` and `ip` exclude each other.

    `profile` is somebody made up, taken instead of a stored `subscriber`.
    """

    block: str = ""
    subscriber: str = ANONYMOUS
    profile: Subscriber | None = None
    message: str = ""
    brand: str = ""  # where no message says whose
    at: datetime | None = None
    place: Place | None = None
    ip: str = ""
    reader: ReaderKind = ReaderKind.PERSON
    params: Mapping[str, Attribute] = field(default_factory=dict)
    supposed: Mapping[str, Known] = field(default_factory=dict)  # facts taken for granted
    draft: str = ""
    plan: Plan | None = None  # compiled and bound by whoever asks; taken instead of both
    format: Format | None = None  # None: the one that the block is embedded in


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an open would have been: the document of the API, and the picture."""

    document: Mapping[str, object]
    body: bytes
    html: str
    why: Why


class PreviewService:
    """Opens with chosen facts; records nothing, and nobody is shown it by a click."""

    def __init__(
        self,
        *,
        now: Now,
        plans: Plans,
        compile_draft: CompileDraft,
        messages: Messages,
        brands: Brands,
        subscribers: Subscribers,
        deciding: DecisionService,
        renderings: Renderings,
        channels: Channels,
        formats: Mapping[str, Format],
    ) -> None:
        self._now = now
        self._plans = plans
        self._compile_draft = compile_draft
        self._messages = messages
        self._brands = brands
        self._subscribers = subscribers
        self._deciding = deciding
        self._renderings = renderings
        self._channels = channels
        self._formats = formats  # that are drawn, by extension

    async def preview(self, request: PreviewRequest) -> Preview:
        """Return the preview; raises NotFound, AuthoringError, Unacceptable, Overloaded."""
        started = time.perf_counter()
        asked = request.format
        if asked is not None and asked.value not in self._formats:
            remedy = "Ask for png, jpg or gif, or set OPENTIME_EXTRA_FORMATS."
            raise Unacceptable(f"{asked.spelled} is not enabled.", remedy=remedy, field="format")
        ask = await self.ask(request)
        asked_at = time.perf_counter()
        decided = await self._deciding.decide(ask)
        decided_at = time.perf_counter()
        decision = decided.decision
        digest, body, fault = await self._drawn(decision, ask, request)
        drawn_at = time.perf_counter()
        html = self._channels.write(Channel.HTML, decided, ask).decode()
        document = {
            **preview_document(decided, ask, fault),
            "image": self._channels.rendering_url(digest, _format(request, ask.plan)),
            "html": html,
            "ms": {
                "decide": round(1000 * (decided_at - started), 2),
                "draw": round(1000 * (drawn_at - decided_at), 2),
            },
        }
        spent = {
            "prepare": asked_at - started,
            "decide": decided_at - asked_at,
            "draw": drawn_at - decided_at,
        }
        return Preview(document=document, body=body, html=html, why=why(decided, ask, spent))

    async def _drawn(
        self, decision: Decision, ask: Ask, request: PreviewRequest
    ) -> tuple[str, bytes, str]:
        """Return a rendering's name, its body, and why it is the fallback's, if it is."""
        digest = self._renderings.digest(decision.scene_digest)
        kind = _format(request, ask.plan)
        try:
            return digest, await self._renderings.get(decision.scene, digest, kind), ""
        except RenderError as error:
            if request.draft:
                raise _undrawable(error) from error
            fault = f"render {type(error).__name__}"
        # As at an open: nothing of this person, the block's own fallback.
        fallback = await self._deciding.decide_fallback(for_nobody(ask))
        digest = self._renderings.digest(fallback.scene_digest)
        try:
            body = await self._renderings.get(fallback.scene, digest, kind)
        except RenderError as error:
            raise _undrawable(error) from error
        return digest, body, fault

    async def ask(self, request: PreviewRequest) -> Ask:
        """Return the open that is asked for; raises NotFound, AuthoringError, Unacceptable."""
        plan = await self._plan(request)
        subscriber = request.profile or await self._subscriber(request.subscriber)
        message = await self._message(request.message)
        given = {**(message.params if message else {}), **request.params}
        brand = self._brands.read(message.brand if message else request.brand)
        return Ask(
            plan=request.plan or self._plans.bound(plan, brand),
            brand=brand,
            reader=reader_of(request.reader),
            at=request.at or self._now(),
            message=message,
            subscriber=subscriber,
            ip=request.ip,
            place=request.place,
            params=chosen_params(plan, given),
            supposed=request.supposed,
            moves=_format(request, plan) is Format.GIF,
        )

    async def _plan(self, request: PreviewRequest) -> Plan:
        if request.plan is not None:
            return request.plan
        if request.draft:
            return await self._compile_draft(request.draft)
        plan = await self._plans.get(request.block)
        if plan is None:
            raise NotFound(
                f"There is no published block {request.block!r}.",
                remedy="Publish it, or send its document as `draft`.",
                field="block",
                value=request.block,
            )
        return plan

    async def _subscriber(self, ident: str) -> Subscriber | None:
        if ident in ("", ANONYMOUS):
            return None
        subscriber = await self._subscribers.get(ident)
        if subscriber is None:
            raise NotFound(
                f"There is no subscriber {ident!r}.",
                remedy="Give a key, an external id, or `anonymous`.",
                field="subscriber",
                value=ident,
            )
        return subscriber

    async def _message(self, ident: str) -> Message | None:
        if not ident:
            return None
        message = self._messages.read(MessageKey(ident)) or await self._messages.get(ident)
        if message is None:
            raise NotFound(
                f"There is no message {ident!r}.",
                remedy="Give a message's name or key.",
                field="message",
                value=ident,
            )
        return message


def _format(request: PreviewRequest, plan: Plan) -> Format:
    return request.format or plan.format


def _undrawable(error: RenderError) -> Unacceptable:
    return Unacceptable(
        f"The block cannot be drawn: {error.message}",
        remedy=error.remedy or "Change the element that is named.",
        field="draft",
        value=error.value,
    )


def place_of(lat: float, lon: float) -> Place:
    """Return a chosen point; raises Unacceptable outside the Earth."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004  # degrees
        raise Unacceptable(
            f"There is no place at {lat}, {lon}.",
            remedy="Latitude is -90 to 90, longitude -180 to 180.",
            field="from",
            value=f"{lat},{lon}",
        )
    return Place(lat=lat, lon=lon, accuracy_km=0.0, source=PlaceSource.PREVIEW)
