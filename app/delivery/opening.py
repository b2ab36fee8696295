"""The open: a URL in an email to true pixels, always 200, always a picture.

The ladder: this person's decision, a later variant, the block's fallback (these in `decide`),
then the brand's placeholder, then a built-in picture. One deadline holds for all of it.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from app.context.asking import Ask
from app.delivery.address import Address, Route, parse_address
from app.delivery.channels import Channel, Channels
from app.delivery.deciding import Decided
from app.delivery.exchange import OpenRequest, Served
from app.delivery.fallbacks import Fallbacks, cause_of
from app.delivery.heading import Heading
from app.delivery.intake import NOBODY, Intake, Occasion, Person, named
from app.delivery.lapses import Lapses
from app.delivery.lasting import LastGood
from app.delivery.merge_tags import holds_merge_tag
from app.delivery.policy import (
    CacheClass,
    Headers,
    matches,
    not_modified_headers,
    picture_headers,
    refusal_headers,
)
from app.delivery.recording import Recorder, Trace
from app.delivery.renderings import Renderings
from app.delivery.standing import Ground, StandingAnswers
from app.delivery.stopwatch import Deciding
from app.errors import AppError, RenderError
from app.model.keys import ANONYMOUS
from app.model.rendering import Format

_log = logging.getLogger("opentime.opening")


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class _Taken:
    address: Address
    ask: Ask
    ground: Ground | None
    known: bool  # the message exists, and so does the subscriber or nobody was named


class OpeningService:
    """Serves `/o/` and `/s/`."""

    def __init__(
        self,
        *,
        intake: Intake,
        deciding: Deciding,
        renderings: Renderings,
        channels: Channels,
        fallbacks: Fallbacks,
        recorder: Recorder,
        standing: StandingAnswers,
        last_good: LastGood,
        heading: Heading,
        deadline: timedelta,
        formats: dict[str, Format],
    ) -> None:
        self._intake = intake
        self.deciding = deciding
        self._renderings = renderings
        self._channels = channels
        self._fallbacks = fallbacks
        self._recorder = recorder
        self._standing = standing
        self._last_good = last_good
        self._heading = heading
        self._deadline_s = deadline.total_seconds()
        self._formats = formats  # that are drawn, by extension
        self.lapses = Lapses()

    def open_now(self, request: OpenRequest) -> Served | None:
        """Answer an open for which nothing has to be read, compiled, fetched or drawn first.

        None: ask `open`, which also knows what to do when anything fails. Never raises.
        """
        try:
            address = parse_address(request.raw_path)
            occasion = self._intake.ready(address)
            if occasion is None:
                return None
            key = named(address, occasion)
            person = NOBODY if key is None else self._intake.person_now(key)
            if person is None:
                return None
            taken = self._taken(address, occasion, person, request)
            decided = self.deciding.decide_now(taken.ask)
            served = None if decided is None else self._answered(taken, decided, request)
            if served is None or address.route is Route.OPEN:
                return served
            return self._last_good.settled(address, request, served)
        except Exception:  # noqa: BLE001  # whoever waits meets the same failure, and says so
            return None

    async def open(self, request: OpenRequest) -> Served:
        """Answer one open; never raises."""
        address = parse_address(request.raw_path)
        return self._last_good.settled(address, request, await self._opened(address, request))

    async def _opened(self, address: Address, request: OpenRequest) -> Served:
        try:
            return await self._answer(address, request)
        except (TimeoutError, AppError) as error:
            if isinstance(error, RenderError):
                _log.error("Block %s cannot be drawn: %s", address.block, error)
            return self._fallback(address, cause_of(error))
        except Exception:  # noqa: BLE001  # an edge: a reader never sees an error, an operator never loses one
            _log.exception("An open of block %s failed", address.block or "(illegible)")
            return self._fallback(address, "defect")

    async def _answer(self, address: Address, request: OpenRequest) -> Served:
        occasion = self._intake.ready(address) or await self._intake.occasion(address)
        if occasion is None:
            return self._fallback(address, "unknown-block")
        key = named(address, occasion)
        person = NOBODY if key is None else await self._intake.person(key)
        taken = self._taken(address, occasion, person, request)
        decided = await self.deciding.decide(taken.ask)
        answered = self._answered(taken, decided, request)
        if answered is not None:
            return answered
        picture_format = self._formats.get(address.extension)
        if picture_format is None:
            return self._fallback(address, "extension")
        digest = self._renderings.digest(decided.decision.scene_digest)
        body = await self._renderings.within(
            self._deadline_s, decided.decision.scene, digest, picture_format
        )
        return self._pictured(taken, decided, request, (digest, picture_format), body)

    def _taken(
        self, address: Address, occasion: Occasion, person: Person, request: OpenRequest
    ) -> _Taken:
        ask = self._intake.ask(address, occasion, request, person)
        ground = None
        # What is shared is lived by the second, and what is illegible is counted each time.
        if address.route is Route.OPEN and address.subscriber and self._intake.is_settled(ask):
            ground = self._standing.ground(occasion.world, ask.at, person.key, person.row)
        is_meant = person.subscriber is not None or address.subscriber == ANONYMOUS
        return _Taken(
            address=address,
            ask=ask,
            ground=ground,
            known=occasion.message is not None and is_meant,
        )

    def _answered(self, taken: _Taken, decided: Decided, request: OpenRequest) -> Served | None:
        """Return the answer, if it needs no drawing."""
        extension = taken.address.extension
        picture_format = self._formats.get(extension)
        if picture_format is None:
            channel = Channel.of_extension(extension)
            return None if channel is None else self._in_words(taken, decided, request, channel)
        digest = self._renderings.digest(decided.decision.scene_digest)
        asked = request.headers.get(b"if-none-match")
        if asked and not decided.fault and matches(asked, digest.encode()):
            self._record(taken, decided, request)
            headers = self._headers(taken, decided, _MEDIA_TYPES[picture_format], 0, digest)
            return Served(304, not_modified_headers(headers), b"")
        body = self._renderings.ready(digest, picture_format)
        if body is None:
            return None
        return self._pictured(taken, decided, request, (digest, picture_format), body)

    def _in_words(
        self, taken: _Taken, decided: Decided, request: OpenRequest, channel: Channel
    ) -> Served:
        body = self._channels.write(channel, decided, taken.ask)
        headers = self._headers(taken, decided, channel.media_type, len(body), "")
        self._record(taken, decided, request)
        return Served(200, headers, body)

    def _pictured(
        self,
        taken: _Taken,
        decided: Decided,
        request: OpenRequest,
        rendering: tuple[str, Format],
        body: bytes,
    ) -> Served:
        digest, picture_format = rendering
        self._fallbacks.warm(taken.ask, picture_format)
        trace = self._record(taken, decided, request)
        media_type = _MEDIA_TYPES[picture_format]
        # What lacks a part that was missing may be whole the next time: it gets no name to keep.
        is_whole = self._renderings.is_whole(digest, picture_format)
        moved = self._heading.moved(taken.address, taken.ask, rendering)
        if moved is not None and is_whole and not decided.fault:
            return Served(302, moved, b"")
        headers = self._headers(
            taken, decided, media_type, len(body), digest if is_whole else "", kept=is_whole
        )
        served = Served(200, headers, body)
        if taken.ground is not None and is_whole and not decided.fault:
            self._standing.keep(
                request,
                taken.ground,
                decided=decided,
                trace=trace,
                rendering=rendering,
                served=served,
            )
        return served

    def _headers(
        self,
        taken: _Taken,
        decided: Decided,
        media_type: bytes,
        length: int,
        digest: str,
        *,
        kept: bool = True,
    ) -> Headers:
        if fault := decided.fault:
            self.lapses.note(taken.ask.plan.block, fault, taken.ask.brand.name)
        address, ask = taken.address, taken.ask
        return self._heading.headers(address, ask, decided, media_type, length, digest, kept)

    def _record(self, taken: _Taken, decided: Decided, request: OpenRequest) -> Trace | None:
        if not taken.address.subscriber and holds_merge_tag(request.raw_path):
            self._recorder.unmerged[taken.ask.brand.name] += 1
        if not (taken.known and request.counts):
            return None
        return self._recorder.opened(taken.ask, decided.decision)

    def _fallback(self, address: Address, cause: str) -> Served:
        self.lapses.note(address.block, cause, self._fallbacks.brand_of(address))
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
