"""Sources on loopback that behave well, badly, or by turns, for tests and `bench.sources`.

Each path is a source; `modes` says how it behaves at present. Everything is really sent over
HTTP: a mode is an answer as bytes, or a way to write one.
"""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

NAME = "feed.example"
ROWS = 200_000
METADATA = "http://169.254.169.254/latest/meta-data/"
_SLOWLY_S = 1.0
_DRIP_S = 0.2


class Mode(StrEnum):
    """How a source behaves."""

    GOOD = "good"
    SLOW = "slow"  # a second late
    HANG = "hang"  # never answers
    ERROR = "500"
    GARBAGE = "garbage"  # bytes that are nothing
    TRUNCATED = "truncated"  # fewer bytes than it said
    BOMB = "gzip bomb"
    DRIP = "drip"  # a byte now and then
    REDIRECT = "redirect to a private address"
    UNMODIFIED = "304"
    LARGE = "200,000 rows"
    HALF = "feed cut in half"  # a whole answer, of half a document
    EMPTY = "empty"
    HTML = "html instead of json"
    BUSY = "429 with Retry-After"
    DEEP = "data bomb"  # nested and with numbers that are none


@dataclass
class Sources:
    """The server: what it answers by path, and what it was asked, head by head."""

    port: int = 0
    modes: dict[str, Mode] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    retry_after_s: int = 1
    tag: str = '"one"'

    def url(self, path: str, *, host: str = NAME) -> str:
        """Return the address of a path here."""
        return f"http://{host}:{self.port}{path}"

    def asked_of(self, path: str) -> list[bytes]:
        """Return the heads of the requests for a path."""
        return [head for head in self.asked if head.split()[1].decode().partition("?")[0] == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the one request of a connection."""
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = await reader.readuntil(b"\r\n\r\n")
                self.asked.append(head)
                path = head.split()[1].decode().partition("?")[0]
                await self._answer(path, head, writer)
                await writer.drain()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, path: str, head: bytes, writer: asyncio.StreamWriter) -> None:
        match self.modes.get(path, Mode.GOOD):
            case Mode.SLOW:
                await asyncio.sleep(_SLOWLY_S)
                writer.write(self._good(path))
            case Mode.HANG:
                await asyncio.sleep(3600)
            case Mode.DRIP:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while True:
                    writer.write(b"[")
                    await writer.drain()
                    await asyncio.sleep(_DRIP_S)
            case Mode.UNMODIFIED if b"if-none-match" in head.lower():
                writer.write(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
            case Mode.LARGE:
                writer.write(answer(large()))
            case Mode.BOMB:
                writer.write(answer(bomb(), "Content-Encoding: gzip"))
            case mode:
                writer.write(self._at_once(mode, path))

    def _at_once(self, mode: Mode, path: str) -> bytes:
        body = self.bodies.get(path, b"[]")
        page = answer(b"<!doctype html><title>Sign in</title>", "Content-Type: text/html")
        return {
            Mode.ERROR: answer(b"it broke", status="500 Broken"),
            Mode.GARBAGE: answer(bytes(range(256)) * 8),
            Mode.TRUNCATED: answer(body)[: -len(body) // 2],
            Mode.REDIRECT: answer(b"", f"Location: {METADATA}", status="302 Found"),
            Mode.HALF: answer(body[: len(body) // 2]),
            Mode.EMPTY: answer(b""),
            Mode.HTML: page,
            Mode.BUSY: answer(b"", f"Retry-After: {self.retry_after_s}", status="429 Busy"),
            Mode.DEEP: answer(b"[" * 100_000 + b"1e400" + b"]" * 100_000),
        }.get(mode) or self._good(path)

    def _good(self, path: str) -> bytes:
        return answer(self.bodies.get(path, b"[]"), f"ETag: {self.tag}")


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Return a whole answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def rows(count: int, **more: object) -> bytes:
    """Return a JSON feed of products."""
    return json.dumps(
        [{"sku": f"S{n}", "title": f"Thing {n}", "price": n / 4, **more} for n in range(count)]
    ).encode()


@asynccontextmanager
async def serving_sources(
    bodies: Mapping[str, bytes] | None = None, *, make: type[Sources] = Sources
) -> AsyncIterator[Sources]:
    """Serve until the end of the block."""
    sources = make(bodies=dict(bodies or {}))
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(sources.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    sources.port = server.sockets[0].getsockname()[1]
    try:
        yield sources
    finally:
        server.close()
        ended = [*tasks]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)


@cache
def large() -> bytes:
    """Return the feed of 200,000 rows."""
    return rows(ROWS)


@cache
def bomb() -> bytes:
    """Return little that unpacks to 80 MB."""
    return gzip.compress(b"[" + b" " * (80 << 20), 1)
