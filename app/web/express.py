"""Answers that need no waiting, written where the request was read.

A task, a cycle of messages and two coroutines per request cost more than most opens. So a GET for
which the application has its answer at hand gets it from the parser's own callback. Everything
else, and everything unusual, goes the way of ASGI: both ways give the same answer.
"""

from collections.abc import Callable, Iterable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from app.delivery.exchange import Lines, Served
from app.web.hot import OPENS
from app.web.protocol import BoundedProtocol

AnswerNow = Callable[[bytes, bytes, Lines, str], Served | None]


class ExpressProtocol(BoundedProtocol):
    """Asks the application's `answer_now(raw_path, query, header lines, peer)`, if it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_plain = not self.root_path and self.limit_concurrency is None
        self._answer_now: AnswerNow | None = getattr(self.app, "answer_now", None)
        self._is_open_to_all = is_plain and self._answer_now is not None
        self._is_answered = False

    def on_headers_complete(self) -> None:
        """Answer at once, or begin a task."""
        served = self._at_hand()
        if served is None:
            # An answer at once to a request before it in the packet may have started the clock.
            self._unset_keepalive_if_required()
            super().on_headers_complete()
            return
        self._end_head()
        self._is_answered = True
        head = [STATUS_LINE[served.status]]
        _append(head, self.server_state.default_headers)
        _append(head, served.headers)
        head.append(b"\r\n")
        # In one go: of two writes each would be a packet, and a system call, of its own.
        self.transport.writelines((b"".join(head), served.body))
        self.on_response_complete()

    def on_body(self, body: bytes) -> None:
        """Ignore what follows the head of a request that is answered."""
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect another head."""
        if self._is_answered:
            self._is_answered = False
            self._end_message()
        else:
            super().on_message_complete()

    def _at_hand(self) -> Served | None:
        """Return the answer of an ordinary GET of an open, if it needs no waiting."""
        url, cycle, parser = self.url, self.cycle, self.parser
        if not (self._is_open_to_all and url.startswith(OPENS) and parser.get_method() == b"GET"):
            return None
        is_busy = bool(cycle) and not cycle.response_complete
        if is_busy or self.pipeline or self.flow.write_paused or self.expect_100_continue:
            return None
        if not parser.should_keep_alive() or parser.should_upgrade() or b"#" in url:
            return None
        if parser.get_http_version() != "1.1":
            return None
        assert self._answer_now is not None
        raw_path, _, query = url.partition(b"?")
        return self._answer_now(
            raw_path, query, self.headers, self.client[0] if self.client else ""
        )


def _append(head: list[bytes], headers: Iterable[tuple[bytes, bytes]]) -> None:
    for name, value in headers:
        head += (name, b": ", value, b"\r\n")
