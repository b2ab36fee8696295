"""HTTP/1.1 for the open internet: uvicorn's parser, with limits, and pictures for broken lines.

A head must be complete within HEAD_SECONDS and HEAD_BYTES, and a body must bring BODY_BYTES in
every BODY_SECONDS until it is complete. A request line or header that the parser refuses is no
reason for a broken picture: if it asks for one of the hot routes, its target is percent-encoded and
asked again, once, on a connection that is then closed.
"""

import asyncio
import re
from typing import Any, Literal

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 5.0
"""Time for a head to arrive, from the connection or the last answer on."""

HEAD_BYTES = 65_536
"""Longest head; an image URL of 60,000 characters still fits."""

BODY_SECONDS = 20.0
BODY_BYTES = 4096
"""What a body must bring in that time: whoever drips would hold a connection for good."""

_PATIENCE = 0.25  # what has arrived already is read before the connection is given up
_HOT = re.compile(rb"(GET|HEAD) +(?:https?://[^/ ]*)?(/[osckvr]/.*)", re.DOTALL)
_VERSION = re.compile(rb"\s+HTTP/\d(?:\.\d)?\s*\Z")
_UNSAFE = re.compile(rb"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_END = re.compile(rb"\r?\n\r?\n")
_Stage = Literal["head", "body", "broken", "done"]


class BoundedProtocol(HttpToolsProtocol):
    """Implements asyncio.Protocol for `uvicorn --http`."""

    head_seconds = HEAD_SECONDS
    head_bytes = HEAD_BYTES
    body_seconds = BODY_SECONDS
    body_bytes = BODY_BYTES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stage: _Stage = "head"
        self._head = b""
        self._refusal = ""
        self._brought = 0  # of a body, since it was last looked at
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as upstream
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived; refuse heads that are too long, rescue broken ones."""
        if self._stage == "done":
            return
        if self._stage == "broken":
            self._rescue(data)
            return
        if self._stage == "head":
            self._head += data
            if len(self._head) > self.head_bytes and self._is_too_long():
                self._refuse(431, "Request Header Fields Too Large")
                return
        super().data_received(data)
        self._time_what_lacks(len(data))

    def _time_what_lacks(self, brought: int) -> None:
        if self._stage == "body":
            self._brought += brought
            if self._timer is None:
                self._wait_for_body()
        elif self._stage == "head" and self._head and self._timer is None:
            self._start_timer()

    def on_message_begin(self) -> None:
        """Begin a head."""
        if self._stage != "done":
            self._stage = "head"
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """End a head."""
        super().on_headers_complete()
        self._end_head()

    def _end_head(self) -> None:
        self._stop_timer()
        self._head = b""
        if self._stage != "done":
            self._stage = "body"

    def on_message_complete(self) -> None:
        """Expect another head."""
        super().on_message_complete()
        self._end_message()

    def _end_message(self) -> None:
        if self._stage == "body":
            self._stop_timer()
            self._stage = "head"

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser refuses: broken targets of hot routes are asked again."""
        if self._stage == "head" and self._head:
            self._stage = "broken"
            self._refusal = msg
            self._rescue(b"")
            return
        self._stage = "done"
        super().send_400_response(msg)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: anybody may ask for an upgrade, and gets a plain answer."""

    def _rescue(self, data: bytes) -> None:
        self._head += data
        if not _END.search(self._head) and len(self._head) <= self.head_bytes:
            return
        self._stop_timer()
        head, self._head = self._head, b""
        line = _VERSION.sub(b"", head.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r"))
        asked = _HOT.match(line)
        if asked is None:
            self._refuse(400, self._refusal)
            return
        target = _UNSAFE.sub(lambda byte: b"%%%02X" % ord(byte[0]), asked[2])
        self._stage = "done"
        self.parser = httptools.HttpRequestParser(self)
        self.parser.feed_data(b"%b %b HTTP/1.1\r\nconnection: close\r\n\r\n" % (asked[1], target))

    def _is_too_long(self) -> bool:
        end = _END.search(self._head)
        return end is None or end.start() > self.head_bytes

    def _refuse(self, status: int, reason: str) -> None:
        self._stop_timer()
        self._stage = "done"
        self._head = b""
        body = f"{reason}\n".encode()
        self.transport.write(
            b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            b"cache-control: private, no-store\r\nconnection: close\r\n\r\n%b"
            % (status, reason.encode(), len(body), body)
        )
        self.transport.close()

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.head_seconds, self._last_call)

    def _last_call(self) -> None:
        # On a loop that lags behind, the head may lie in the socket, unread.
        self._timer = self.loop.call_later(_PATIENCE, self.transport.close)

    def _wait_for_body(self) -> None:
        self._brought = 0
        self._timer = self.loop.call_later(self.body_seconds, self._look_at_body)

    def _look_at_body(self) -> None:
        # While the application takes its time nothing is read, or nothing was asked for yet, which
        # is not the sender's fault.
        is_awaited = not self.flow.read_paused and not self.cycle.waiting_for_100_continue
        if self._brought < self.body_bytes and is_awaited:
            self.transport.close()
        else:
            self._wait_for_body()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
