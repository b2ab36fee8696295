"""Opens at a fixed rate, whether answered or not, and what they met.

An answer is late when it comes after the deadline, counted from when it was due to be sent.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from bench.load import AGENT

DEADLINE_S = 1.5
CONNECTIONS = 48


@dataclass
class Tally:
    """What the opens of one block met."""

    opens: int = 0
    wrong: int = 0
    late: int = 0
    took_ms: list[float] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)  # seconds into the run, text


class Pool:
    """Connections that are kept, and answers that are looked at: each picture once."""

    def __init__(self, port: int, size: tuple[int, int]) -> None:
        self._port = port
        self._size = size  # of every picture
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._pictures: dict[bytes, bool] = {}

    async def open(self, path: str, due: float, tally: Tally) -> None:
        """Fetch a picture and count how it went."""
        try:
            status, body = await self.ask(path)
        except (OSError, asyncio.IncompleteReadError):
            status, body = 0, b""
        took = time.monotonic() - due
        tally.opens += 1
        tally.wrong += status != 200 or not self._is_picture(body)
        tally.late += took > DEADLINE_S
        tally.took_ms.append(took * 1000)

    async def ask(self, path: str) -> tuple[int, bytes]:
        """Return the status and body of an answer."""
        async with self._places:
            while self._free:
                try:
                    return await self._asked(path, *self._free.pop())
                except OSError:
                    continue  # it was idle for so long that the server closed it
                except asyncio.IncompleteReadError as error:
                    if error.partial:
                        raise
            return await self._asked(path, *await asyncio.open_connection("127.0.0.1", self._port))

    async def _asked(
        self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, bytes]:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: b\r\nUser-Agent: {AGENT}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        body = await reader.readexactly(int(length[1]) if length else 0)
        self._free.append((reader, writer))
        return int(head.split()[1]), body

    def _is_picture(self, body: bytes) -> bool:
        if body not in self._pictures:
            try:
                with Image.open(BytesIO(body), formats=("PNG",)) as picture:
                    picture.load()
                    self._pictures[body] = picture.size == self._size
            except (OSError, ValueError):
                self._pictures[body] = False
        return self._pictures[body]


async def paced(
    pool: Pool,
    tallies: Mapping[str, Tally],
    path: Callable[[str, int], str],
    *,
    rate: float,
    seconds: float,
    began: float,
) -> None:
    """Open each block in turn, `rate` a second, and wait for the last answer.

    `path` gives the address of a block in a round.
    """
    blocks, sent = [*tallies], []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        block = blocks[number % len(blocks)]
        address = path(block, number // len(blocks))
        sent.append(asyncio.create_task(pool.open(address, due, tallies[block])))
    await asyncio.gather(*sent)
