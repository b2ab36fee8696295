"""Answers that need no waiting, written where the request arrives.

A parser with a callback per header line, a task, a cycle of messages and two coroutines per
request cost more than most opens. So an ordinary GET for which the application has its answer at
hand gets it at once. Everything else, and everything unusual, goes through the parser and the way
of ASGI: both ways give the same answer.
"""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from app.delivery.exchange import Served
from app.web.protocol import BoundedProtocol

AnswerAtOnce = Callable[[bytes, str], Served | None]
ENDLESS = "opentime.endless"
"""In the scope of a request: its answer goes on for as long as somebody reads it."""

_ORDINARY = (b"GET /o/", b"GET /s/")
_PIECES = 2  # of one answer: head and body


class ExpressProtocol(BoundedProtocol):
    """Asks the application's `answer_at_once(data, peer)`, if it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_plain = not self.root_path and self.limit_concurrency is None
        answer: AnswerAtOnce | None = getattr(self.app, "answer_at_once", None)
        self._answer_at_once = answer if is_plain else None
        self._answered_at = 0.0  # by the loop's clock
        self._unwritten: list[bytes] = []

    def data_received(self, data: bytes) -> None:
        """Answer at once, or let the parser have it."""
        served = self._at_hand(data) if data.startswith(_ORDINARY) else None
        if served is None:
            self._write_out()  # whatever is written from here on comes after it
            super().data_received(data)
            return
        self._stop_timer()
        self.server_state.total_requests += 1
        head = [STATUS_LINE[served.status]]
        for name, value in self.server_state.default_headers:
            head += (name, b": ", value, b"\r\n")
        head += (served.lines(), b"\r\n")
        self._unwritten += (b"".join(head), served.body)
        if len(self._unwritten) == _PIECES:
            self.loop.call_soon(self._write_out)
        self._answered_at = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait_for_another(self.timeout_keep_alive)

    def _write_out(self) -> None:
        """Write what was answered, in one go: of two writes each would be a packet of its own.

        Not where it is answered: others that arrived with it are answered first, so that whoever
        reads on the other side is woken once for all of them.
        """
        pieces, self._unwritten = self._unwritten, []
        if pieces and not self.transport.is_closing():
            self.transport.writelines(pieces)

    def timeout_keep_alive_handler(self) -> None:
        """Close what was silent since the last answer; an alarm for each answer would be dear."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._wait_for_another(left)
        else:
            super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """Write what was answered, then do what is done at the end."""
        self._write_out()
        if bool(self.cycle) and self.cycle.scope.get(ENDLESS) is True:
            self.transport.close()  # it would never end by itself, and its reader asks again
            return
        super().shutdown()

    def _wait_for_another(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    def _at_hand(self, data: bytes) -> Served | None:
        """Return the answer, if the data is an ordinary GET that needs no waiting."""
        if self._answer_at_once is None or not self._is_idle():
            return None
        return self._answer_at_once(data, self.client[0] if self.client else "")

    def _is_idle(self) -> bool:
        """Tell whether the connection expects a head and has nothing else to do."""
        cycle = self.cycle
        is_busy = bool(cycle) and not cycle.response_complete
        is_between = self._stage == "head" and not self._head
        can_write = not (self.flow.write_paused or self.transport.is_closing())
        return is_between and can_write and not is_busy and not self.pipeline
