"""The hot routes as plain ASGI: opens, clicks, calendars, views, renderings; the rest goes on."""

import logging
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from app.delivery.calendar import CalendarService
from app.delivery.clicking import ClickService
from app.delivery.content import ContentService
from app.delivery.exchange import Lines, OpenRequest, Served, headers_of
from app.delivery.observing import Opening
from app.delivery.policy import refusal_headers
from app.delivery.standing import StandingAnswers
from app.delivery.stopwatch import Stage, Stopwatch
from app.delivery.viewing import ViewService
from app.web.forms import read_form
from app.web.heads import Head, Heads

Answer = Callable[[OpenRequest], Awaitable[Served]]
OPENS = (b"/o/", b"/s/")
_PREFIX_BYTES = 3
_FAILED = b"This cannot be shown just now. Please try again shortly.\n"
_log = logging.getLogger("opentime.hot")
_REFUSED = b"Only GET and HEAD are answered here.\n"


class HotRoutes:
    """Answers `/o/ /s/ /c/ /k/ /v/ /r/` and passes everything else to the application."""

    def __init__(
        self,
        *,
        opening: Opening,
        clicking: ClickService,
        calendar: CalendarService,
        viewing: ViewService,
        content: ContentService,
        standing: StandingAnswers,
        rest: ASGIApp,
        asks_by_form: Callable[[OpenRequest], bool] | None = None,
    ) -> None:
        self._answers: dict[bytes, Answer] = {
            b"/o/": opening.open,
            b"/s/": opening.open,
            b"/c/": clicking.click,
            b"/k/": calendar.entry,
            b"/v/": viewing.view,
            b"/r/": content.content,
        }
        self._opening = opening
        self._standing = standing
        self._rest = rest
        self._asks_by_form = asks_by_form
        self._heads = Heads()
        self.watch: Stopwatch | None = None  # while somebody looks at how long opens take

    def answer_at_once(self, data: bytes, peer: str) -> Served | None:
        """Answer what arrived, if it is one ordinary GET of an open that waits for nothing."""
        head = self._heads.read(data)
        return None if head is None else self.answer_now(head, peer)

    def answer_now(self, head: Head, peer: str) -> Served | None:
        """Answer a GET under OPENS that has to wait for nothing; None: it is to be awaited."""
        watch = self.watch
        began = watch.monotonic() if watch is not None else 0.0
        path, query, lines, headers = head
        served = None if query else self._standing.answer(path, lines, peer)
        served = served or self._opening.open_now(
            OpenRequest(raw_path=path, query=query, headers=headers, peer=peer, lines=lines)
        )
        if watch is not None and served is not None:
            watch.note(Stage.ANSWERING, began)
        return served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        raw_path: bytes = scope.get("raw_path") or scope.get("path", "").encode()
        answer = None
        if scope["type"] == "http":
            answer = self._answers.get(raw_path[:_PREFIX_BYTES])
        if answer is None:
            await self._rest(scope, receive, send)
            return
        served = None
        client = scope["client"]
        peer = client[0] if client else ""
        if scope["method"] == "GET" and raw_path.startswith(OPENS):
            lines: Lines = scope["headers"]
            head = Head(raw_path, scope["query_string"], lines, headers_of(lines))
            served = self.answer_now(head, peer)
        if served is None:
            watch, began = self.watch, self.watch.monotonic() if self.watch else 0.0
            served = await self._served(answer, scope, receive, peer)
            if watch is not None and raw_path.startswith(OPENS):
                watch.note(Stage.ANSWERING, began)
        await send(
            {"type": "http.response.start", "status": served.status, "headers": served.headers}
        )
        body = b"" if scope["method"] == "HEAD" else served.body
        await send({"type": "http.response.body", "body": body})

    async def _served(self, answer: Answer, scope: Scope, receive: Receive, peer: str) -> Served:
        method = scope["method"]
        request = OpenRequest(
            raw_path=scope.get("raw_path") or scope.get("path", "").encode(),
            query=scope["query_string"],
            headers=headers_of(scope["headers"]),
            peer=peer,
            counts=method == "GET",
            lines=scope["headers"],
        )
        if method == "POST" and self._asks_by_form is not None and self._asks_by_form(request):
            form = await read_form(receive, request.headers)
            if isinstance(form, Served):
                return form
            request.query = form + b"&" + request.query
        elif method not in ("GET", "HEAD"):
            return Served(405, refusal_headers(len(_REFUSED), allow="GET, HEAD"), _REFUSED)
        try:
            return await answer(request)
        except Exception:  # noqa: BLE001  # the last edge: views and contents may fail, but say so
            _log.exception("A request under %s failed", request.raw_path[:_PREFIX_BYTES].decode())
            return Served(503, refusal_headers(len(_FAILED)), _FAILED)
