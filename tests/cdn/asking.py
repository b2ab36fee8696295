"""Connections that ask a front again and again, and what stands behind it."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.serving import PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; header names in lower case, those of one name joined by commas."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Counting:
    """An application that counts what it is asked, by path; it may be told to fail."""

    app: Any
    asked: Counter[str] = field(default_factory=Counter)
    slow_s: float = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            query = scope["query_string"].decode()
            self.asked[scope["raw_path"].decode() + (f"?{query}" if query else "")] += 1
            await asyncio.sleep(self.slow_s)
        await self.app(scope, receive, send)


class Connection:
    """One connection to a front; it is opened again when the front has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, target: str, *, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> Answer:
        """Send one request and return its answer."""
        lines = {"Host": "live.example.com", "User-Agent": PERSON, **(headers or {})}
        said = "".join(f"{k}: {v}\r\n" for k, v in lines.items())
        head = f"{method} {target} HTTP/1.1\r\n{said}\r\n".encode()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(head)
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        got: dict[str, str] = {}
        for line in rest[:-2]:
            name, _, value = line.partition(":")
            key = name.lower()
            got[key] = f"{got[key]}, {value.strip()}" if key in got else value.strip()
        status = int(first.split()[1])
        body = b""
        if method != "HEAD" and status != 304:
            body = await self._body(reader, got)
        if got.get("connection", "").lower() == "close":
            self.close()
        return Answer(status=status, headers=got, body=body)

    def close(self) -> None:
        """Close it."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    @staticmethod
    async def _body(reader: asyncio.StreamReader, got: dict[str, str]) -> bytes:
        if got.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(got.get("content-length", "0")))
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readline()
        return body


async def asked(port: int, target: str, **given: Any) -> Answer:
    """Ask once over a connection of its own."""
    connection = Connection(port)
    try:
        return await connection.ask(target, **given)
    finally:
        connection.close()


async def all_at_once(port: int, target: str, times: int) -> list[Answer]:
    """Ask many times at once, each over a connection of its own."""
    return list(await asyncio.gather(*(asked(port, target) for _ in range(times))))
