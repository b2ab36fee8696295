"""The open: a URL in an email to true pixels, always 200, always a picture.

The ladder: this person's decision, a later variant, the block's fallback (these in `decide`),
then the brand's placeholder, then a built-in picture. One deadline holds for all of it.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from app.context.asking import Ask
from app.delivery.address import Address, Route, parse_address
from app.delivery.channels import Channel, Channels
from app.delivery.deciding import Decided, DecisionService
from app.delivery.exchange import OpenRequest, Served
from app.delivery.fallbacks import Fallbacks
from app.delivery.intake import NOBODY, Intake, Occasion, Person, named
from app.delivery.merge_tags import holds_merge_tag
from app.delivery.policy import (
    CacheClass,
    Headers,
    lifetime_of,
    matches,
    not_modified_headers,
    picture_headers,
    refusal_headers,
)
from app.delivery.recording import Recorder, Trace
from app.delivery.renderings import Renderings
from app.delivery.standing import Ground, StandingAnswers
from app.errors import AppError, Overloaded, RenderError
from app.model.keys import ANONYMOUS
from app.model.rendering import Format

_log = logging.getLogger("opentime.opening")


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class _Opened:
    address: Address
    ask: Ask
    decided: Decided
    ground: Ground | None
    known: bool  # the message exists, and so does the subscriber or nobody was named


class OpeningService:
    """Serves `/o/` and `/s/`."""

    def __init__(
        self,
        *,
        intake: Intake,
        deciding: DecisionService,
        renderings: Renderings,
        channels: Channels,
        fallbacks: Fallbacks,
        recorder: Recorder,
        standing: StandingAnswers,
        deadline: timedelta,
    ) -> None:
        self._intake = intake
        self._deciding = deciding
        self._renderings = renderings
        self._channels = channels
        self._fallbacks = fallbacks
        self._recorder = recorder
        self._standing = standing
        self._deadline_s = deadline.total_seconds()
        self.fallbacks: Counter[str] = Counter()
        """Answers that were not the one that was meant, by cause."""

    async def open(self, request: OpenRequest) -> Served:
        """Answer one open; never raises."""
        address = parse_address(request.raw_path)
        try:
            return await self._answer(address, request)
        except (TimeoutError, AppError) as error:
            return self._fallback(address, _cause(error))
        except Exception:  # noqa: BLE001  # an edge: a reader never sees an error, an operator never loses one
            _log.exception("An open of block %s failed", address.block or "(illegible)")
            return self._fallback(address, "defect")

    async def _answer(self, address: Address, request: OpenRequest) -> Served:
        occasion = self._intake.ready(address) or await self._intake.occasion(address)
        if occasion is None:
            return self._fallback(address, "unknown-block")
        if not address.subscriber and holds_merge_tag(request.raw_path):
            self._recorder.unmerged += 1
        key = named(address, occasion)
        person = NOBODY
        if key is not None:
            person = self._intake.person_now(key) or await self._intake.person(key)
        ask = self._intake.ask(address, occasion, request, person)
        ground = self._ground(address, occasion, person, ask)
        decided = self._deciding.decide_now(ask) or await self._deciding.decide(ask)
        is_meant = person.subscriber is not None or address.subscriber == ANONYMOUS
        opened = _Opened(
            address=address,
            ask=ask,
            decided=decided,
            ground=ground,
            known=occasion.message is not None and is_meant,
        )
        picture_format = Format.of_extension(address.extension)
        if picture_format is not None:
            return await self._picture(opened, picture_format, request)
        channel = Channel.of_extension(address.extension)
        if channel is None:
            return self._fallback(address, "extension")
        body = self._channels.write(channel, decided, ask)
        headers = self._headers(opened, channel.media_type, len(body), b"")
        self._record(opened, request)
        return Served(200, headers, body)

    def _ground(
        self, address: Address, occasion: Occasion, person: Person, ask: Ask
    ) -> Ground | None:
        # What is shared is lived by the second, and what is illegible is counted each time.
        is_personal = address.route is Route.OPEN and bool(address.subscriber)
        if not (is_personal and self._intake.is_settled(ask)):
            return None
        return self._standing.ground(occasion.world, ask.at, person.key, person.row)

    async def _picture(
        self, opened: _Opened, picture_format: Format, request: OpenRequest
    ) -> Served:
        decision = opened.decided.decision
        digest = self._renderings.digest(decision.scene_digest)
        etag = digest.encode()
        media_type = _MEDIA_TYPES[picture_format]
        asked = request.headers.get(b"if-none-match")
        if asked and not opened.decided.fault and matches(asked, etag):
            self._record(opened, request)
            headers = self._headers(opened, media_type, 0, etag)
            return Served(304, not_modified_headers(headers), b"")
        body = self._renderings.ready(digest, picture_format)
        if body is None:
            body = await self._renderings.within(
                self._deadline_s, decision.scene, digest, picture_format
            )
        self._fallbacks.warm(opened.ask, picture_format)
        trace = self._record(opened, request)
        headers = self._headers(opened, media_type, len(body), etag)
        if opened.ground is not None and not opened.decided.fault:
            self._standing.keep(
                request,
                opened.ground,
                until=decision.valid_until,
                trace=trace,
                rendering=(digest, picture_format),
                headers=headers,
            )
        return Served(200, headers, body)

    def _headers(self, opened: _Opened, media_type: bytes, length: int, etag: bytes) -> Headers:
        decision, fault = opened.decided.decision, opened.decided.fault
        if fault:
            self.fallbacks[fault.partition(" ")[2] or fault] += 1
            return picture_headers(
                CacheClass.FALLBACK, media_type=media_type, length=length, fallback=fault
            )
        if opened.address.route is Route.SHARED and opened.ask.message is not None:
            return picture_headers(
                CacheClass.SHARED,
                media_type=media_type,
                length=length,
                etag=etag,
                lifetime_s=lifetime_of(decision.valid_until, opened.ask.at),
                tags=(f"block-{decision.block}", f"message-{opened.address.message}"),
            )
        return picture_headers(CacheClass.PERSONAL, media_type=media_type, length=length, etag=etag)

    def _record(self, opened: _Opened, request: OpenRequest) -> Trace | None:
        if not (opened.known and request.counts):
            return None
        return self._recorder.opened(opened.ask, opened.decided.decision)

    def _fallback(self, address: Address, cause: str) -> Served:
        self.fallbacks[cause] += 1
        _log.info("Block %s was answered by a fallback: %s", address.block or "(illegible)", cause)
        if not self._fallbacks.is_known_extension(address.extension):
            body = b"Not an image of ours: end the path in .png, .jpg or .gif.\n"
            return Served(404, refusal_headers(len(body)), body)
        media_type, body = self._fallbacks.answer(address, self._intake.plan(address.block))
        headers = picture_headers(
            CacheClass.FALLBACK, media_type=media_type, length=len(body), fallback=cause
        )
        return Served(200, headers, body)


_MEDIA_TYPES = {each: each.media_type.encode() for each in Format}


def _cause(error: Exception) -> str:
    match error:
        case Overloaded():
            return "overload"
        case TimeoutError():
            return "deadline"
        case RenderError():
            return f"render {type(error).__name__}"
        case _:
            return f"source {type(error).__name__}"
