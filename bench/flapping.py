"""Sources that flap, in a process of their own: good, then each its own way of failing, by turns.

`python -m bench.flapping PERIOD` prints the port, then serves until it is ended. Every source's
path is `/MODE`; its rows say which turn they are of. Turns begin when anybody asks for `/begin`.
"""

import asyncio
import sys
import time

from tests.adapters.sources.stubs import Mode, Sources, answer, bomb, large, rows, serving_sources

NAMES = {
    mode: "".join(letter if letter.isalnum() else "_" for letter in mode.value.lower())
    for mode in Mode
}
ROWS = 40


class Flapping(Sources):
    """Sources whose behaviour follows the clock."""

    period_s = 6.0
    began: float | None = None

    def turn(self) -> tuple[int, bool]:
        """Return the number of the turn, and whether this half of it is the bad one."""
        if self.began is None:
            return 0, False
        halves = int((time.monotonic() - self.began) / self.period_s)
        return (halves + 1) // 2, halves % 2 == 1

    async def _answer(self, path: str, head: bytes, writer: asyncio.StreamWriter) -> None:
        if path == "/begin":
            self.began = time.monotonic()
            writer.write(answer(b"{}"))
            return
        number, is_bad = self.turn()
        mode = next((mode for mode, name in NAMES.items() if path == f"/{name}"), Mode.GOOD)
        if is_bad:
            self.modes[path] = mode
            number -= 1  # what was good last, for those that fail by being late
        else:
            self.modes.pop(path, None)
        self.tag = f'"g{number}"'
        self.bodies[path] = rows(ROWS).replace(b"Thing", b"g%d" % number)
        await super()._answer(path, head, writer)


async def main() -> None:
    """Serve until ended."""
    large()
    bomb()
    async with serving_sources(make=Flapping) as sources:
        assert isinstance(sources, Flapping)
        sources.period_s = float(sys.argv[1])
        print(sources.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
