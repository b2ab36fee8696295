"""The live page: what happens now, drawn by the server and kept up by server-sent events."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.errors import TooMany
from app.model.account import Right
from app.studio.live.boards import Plain
from app.studio.live.service import LATEST, LiveService
from app.studio.signing_in import SignedIn
from app.web.express import ENDLESS
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_EVENTS: Final = "text/event-stream"
_LASTS_S: Final = 45.0
"""After that a browser asks again, and another worker may answer."""

_TICK_S: Final = 1.0
_BOARD_EVERY: Final = 2  # ticks: the board is heavier than the latest events
_HEARTBEAT_EVERY: Final = 10  # ticks without anything to say
_MOST_AT_ONCE: Final = 20  # events in one tick: nobody reads faster
_MOST_STREAMS: Final = 64  # of this process
_MOST_EACH: Final = 8  # of one account
_LARGEST_NUMBER: Final = 2**63 - 1
_LONGEST: Final = 200  # characters of a brand's name
Who = Callable[[str], Awaitable[SignedIn | None]]
"""Returns who holds a session's secret now; None: nobody, or no longer."""

_HEADERS: Final = {"x-accel-buffering": "no", "cache-control": "no-store, no-transform"}


class LivePages:
    """Shows what happens. `email`: the address of an email to open, empty when there is none."""

    def __init__(self, *, live: LiveService, pages: Pages, who: Who, email: str) -> None:
        self._live = live
        self._who = who
        self._pages = pages
        self._email = email
        self._streams: Counter[str] = Counter()  # by account

    def pages(self) -> Sequence[Page]:
        """Return the page and its stream; whoever may look sees them."""
        look = Right.LOOK
        return (
            Page(method="GET", path="/live", right=look, handle=self.live),
            Page(
                method="GET",
                path="/live/stream",
                right=look,
                handle=self.stream,
                for_scripts=True,
            ),
        )

    async def live(self, visit: Visit) -> Response:
        """Show the working brand's board of the last hour, or of the last 30 days."""
        brand = working_brand()
        is_month = visit.request.query_params.get("last") == "30-days"
        board = await (self._live.month(brand) if is_month else self._live.hour(brand))
        latest = await self._live.latest(0, brand=brand)
        shown = self._live.shown(latest, with_people=visit.account.may(Right.PEOPLE))
        return self._pages.page(
            "live.html",
            account=visit.account,
            csrf=visit.csrf,
            board=board,
            latest=shown,
            is_month=is_month,
            email=self._email,
        )

    async def stream(self, visit: Visit) -> Response:
        """Send what happens as it comes; to who asks for no events, what happens now."""
        account = visit.account.key
        if _EVENTS not in visit.request.headers.get("accept", ""):
            return Response(await self._now(visit), media_type="application/json")
        if self._streams.total() >= _MOST_STREAMS or self._streams[account] >= _MOST_EACH:
            raise TooMany(
                "The live page is open too often.",
                wait_s=30,
                remedy="Close it in other windows, or wait half a minute.",
            )
        visit.request.scope[ENDLESS] = True
        self._streams[account] += 1  # at once: of many that come together each sees the others
        return _Counted(self._let_in(visit), lambda: self._end(account))

    def _end(self, account: str) -> None:
        self._streams[account] -= 1
        if self._streams[account] <= 0:
            del self._streams[account]

    async def _let_in(self, visit: Visit) -> AsyncIterator[bytes]:
        """Send what is to be said, until whoever reads it has another role or none."""
        signed_in = visit.signed_in
        assert signed_in is not None
        async with aclosing(self._events(visit)) as events:
            async for said in events:
                now = await self._who(signed_in.secret)
                if now is None or now.account.role is not signed_in.account.role:
                    return
                yield said

    async def _events(self, visit: Visit) -> AsyncGenerator[bytes]:
        loop = asyncio.get_running_loop()
        brand, after = _brand(visit.request), _number(visit.request)
        with_people = visit.account.may(Right.PEOPLE)
        ends, silent, sent = loop.time() + _LASTS_S, 0, b""
        yield b"retry: 2000\n\n"
        tick = 0
        while loop.time() < ends:
            said = b""
            if tick % _BOARD_EVERY == 0:
                board = msgspec.json.encode(await self._live.hour(brand))
                said, sent = (b"" if board == sent else _event(b"board", board)), board
            latest = await self._live.latest(after, brand=brand, most=_MOST_AT_ONCE)
            if latest:
                after = latest[0].number
                rows = self._live.shown(latest, with_people=with_people)
                said += _event(b"latest", msgspec.json.encode(rows), after)
            silent = 0 if said else silent + 1
            if said or silent % _HEARTBEAT_EVERY == 0:
                yield said or b": still here\n\n"
            tick += 1
            await asyncio.sleep(_TICK_S)

    async def _now(self, visit: Visit) -> bytes:
        brand, after = _brand(visit.request), _number(visit.request)
        latest = await self._live.latest(after, brand=brand, most=LATEST)
        now: Plain = {
            "board": await self._live.hour(brand),
            "latest": self._live.shown(latest, with_people=visit.account.may(Right.PEOPLE)),
        }
        return msgspec.json.encode(now)


class _Counted(StreamingResponse):
    """A stream that says when it is over, also if nobody was there to read it."""

    def __init__(self, events: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        super().__init__(events, media_type=_EVENTS, headers=_HEADERS)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def _event(name: bytes, body: bytes, number: int | None = None) -> bytes:
    """Return one event; compact JSON holds no line break."""
    ident = b"" if number is None else b"id: %d\n" % number
    return b"event: " + name + b"\n" + ident + b"data: " + body + b"\n\n"


def _brand(request: Request) -> str:
    """Return the brand that the page shows; the working one may have changed since."""
    return request.query_params.get("brand", working_brand())[:_LONGEST]


def _number(request: Request) -> int:
    """Return the number of the last event that the reader has: 0 for none, or none of ours."""
    said = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if not (said.isascii() and said.isdecimal()) or len(said) > len(str(_LARGEST_NUMBER)):
        return 0
    return min(int(said), _LARGEST_NUMBER)
