"""Imports in a process of its own, of low priority: opens go on as if there were none."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import msgspec

from app.studio.importing import Order, Told

_ROOT = Path(__file__).parents[2]
# Found by the place of this package, wherever the process was started and whatever lies there.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from app.composition.import_worker import main; main()"
)
_LONGEST_LINE = 16 * 1024 * 1024
_decode = msgspec.json.Decoder(Told).decode


async def work(order: Order) -> AsyncGenerator[Told, None]:
    """Yield what a new process says of an order; closing ends the process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", _START, str(_ROOT),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LONGEST_LINE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    is_told = False
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # its silence tells
            process.stdin.write(msgspec.json.encode(order))
            process.stdin.write_eof()
        async for line in process.stdout:
            told = _decode(line)
            is_told = told.is_last
            yield told
        if not is_told:
            code = await process.wait()
            yield Told(
                is_last=True,
                problem=f"The process that worked on it ended early, with exit status {code}.",
                remedy="What was stored stays. Run it again: rows that are there are passed over.",
            )
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
