"""A real server on loopback in a thread of its own, and raw sockets to it."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import uvicorn

from app.web.protocol import BoundedProtocol


class Hasty(BoundedProtocol):
    """The protocol with less patience, for quick tests."""

    head_seconds = 0.5
    body_seconds = 1.0
    body_bytes = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One response as it came over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def listening(app: Any, protocol: type[asyncio.Protocol] = BoundedProtocol) -> Iterator[int]:
    """Serve an application on a free port until the end of the block."""
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(1024)
    server = uvicorn.Server(_config(app, protocol))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([sock])), daemon=True)
    thread.start()
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


@asynccontextmanager
async def answering(app: Any) -> AsyncIterator[int]:
    """Serve an application that lives in this loop on a free port."""
    sock = socket.socket()
    # Connections take it over; asyncio sets it only on sockets that name their protocol.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind(("127.0.0.1", 0))
    sock.listen(1024)
    server = uvicorn.Server(_config(app, BoundedProtocol))
    task = asyncio.create_task(server.serve([sock]))
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        sock.close()


async def exchanged(port: int, data: bytes) -> bytes:
    """Send bytes and return all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    received = await reader.read(-1)
    writer.close()
    return received


def exchange(port: int, data: bytes, *, more: Iterable[bytes] = ()) -> bytes:
    """Send bytes, then further ones, and return all that comes until the server closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        with suppress(ConnectionResetError, BrokenPipeError):
            for piece in more:
                connection.sendall(piece)
            while chunk := connection.recv(65_536):
                received += chunk
    return received


def get(port: int, target: bytes, *, head: bytes = b"", method: bytes = b"GET") -> Reply:
    """Ask for a target as raw bytes, with further header lines."""
    request = b"%b %b HTTP/1.1\r\nhost: opentime.test\r\nconnection: close\r\n%b\r\n"
    return reply(exchange(port, request % (method, target, head)))


def _config(app: Any, protocol: type[asyncio.Protocol]) -> uvicorn.Config:
    return uvicorn.Config(
        app, http=protocol, ws="none", lifespan="off", log_level="critical", access_log=False,
        server_header=False, proxy_headers=False,
    )  # fmt: skip


def reply(received: bytes) -> Reply:
    """Take one response apart."""
    head, _, body = received.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(field.lower().split(": ", 1) for field in lines)
    return Reply(status=int(line.split(" ")[1]), headers=headers, body=body)
