"""A server of sources on loopback that behaves as badly as it is told, and a client towards it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.guarding import PORTS, Guard
from app.adapters.outbound.privates import PrivateHosts
from app.adapters.outbound.resolving import Resolver

TLS = Path(__file__).parent / "tls"
HOST = "feed.example"
OK = b"HTTP/1.1 200 OK\r\n"
Wire = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Stub:
    """What the server answers, by path, and what it was asked, head by head."""

    port: int = 0
    answers: dict[str, bytes | Wire] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, *, host: str = HOST, scheme: str = "http") -> str:
        """Return the address of a path here."""
        return f"{scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        self.connections += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
                await writer.drain()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head)
            answer = self.answers[head.split()[1].decode().partition("?")[0]]
            if not isinstance(answer, bytes):
                return await answer(writer)
            writer.write(answer)
            if b"content-length" not in answer.lower():
                return None


def whole(body: bytes, *headers: bytes, status: bytes = OK) -> bytes:
    """Return an answer with a body."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return status + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def moved(location: str, *, status: int = 302) -> bytes:
    """Return a redirect."""
    return whole(b"", b"Location: " + location.encode(), status=b"HTTP/1.1 %d Moved\r\n" % status)


@asynccontextmanager
async def stubbed(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Stub]:
    """Serve a stub until the end of the block."""
    stub = Stub()
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(stub.serve(reader, writer))
        tasks.add(task)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    stub.port = server.sockets[0].getsockname()[1]
    try:
        yield stub
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


@asynccontextmanager
async def a_client(
    stub: Stub,
    *,
    names: Sequence[str] = (HOST,),
    lookup: Callable[[str, int], Sequence[str]] = lambda _host, _port: ["127.0.0.1"],
    tls: ssl.SSLContext | None = None,
    seconds: float = 5,
) -> AsyncIterator[Outbound]:
    """Open a client that finds every name on loopback and may ask `names` there."""
    client = Outbound(
        guard=Guard(private=PrivateHosts.parse(names), ports=(*PORTS, stub.port)),
        resolver=Resolver(lookup, seconds=seconds),
        tls=tls or ssl.create_default_context(),
    )
    try:
        yield client
    finally:
        await client.close()
