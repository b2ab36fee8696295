"""What opens see while every source flaps: `python -m bench.sources`.

A real server with a pulled and an on-demand source for each way of failing. All of them turn good
and bad by turns, while opens of every block arrive at a fixed rate, whether answered or not. An
answer is late when it comes after the deadline, counted from when it was due to be sent.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from app.adapters.sqlite.sources import SqliteSources
from app.composition.storage import ensure_brand, open_storage, system_now
from app.model.source import FeedKind, FeedShape, FieldSpec, FieldType, SourceSpec
from app.settings import read_settings
from bench.flapping import NAMES
from bench.load import ROOT, free_port, resident_mb, serving
from bench.paced import DEADLINE_S, Pool, Tally, paced
from tests.adapters.sources.stubs import Mode

MESSAGE = "m" * 26
SIZE = (600, 200)  # of every picture
PERIOD_S = 10.0
SKUS = 3
EVERY = timedelta(seconds=2)
MODES = [mode for mode in Mode if mode is not Mode.GOOD]
BLOCK = """
block: {block}
size: 300x100
params: {{sku: {{type: text, default: S1}}}}
variants:
  - name: shown
    when: source.{source}.known
    say:
      headline: "{{{{ source.{source}.title }}}}, {{{{ source.{source}.age }}}} min"
      link: "https://x.example/"
    draw: card
fallback: {{say: {{headline: "nothing", link: "https://x.example/"}}, draw: card}}
layouts:
  card:
    - fill: {{color: "#ffffff"}}
    - text: {{content: "{{{{ say.headline }}}}", box: [10, 10, 280, 80], size: [28, 18]}}
"""
SHAPE = FeedShape(
    kind=FeedKind.JSON,
    rows="$[*]",
    fields=(
        FieldSpec(name="sku", path="sku"),
        FieldSpec(name="title", path="title"),
        FieldSpec(name="price", path="price", type=FieldType.NUMBER),
    ),
)


def main() -> None:
    """Run, and print what was met."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="opentime-sources-") as folder:
        flapping = subprocess.Popen(
            [sys.executable, "-m", "bench.flapping", str(PERIOD_S)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        try:
            assert flapping.stdout is not None
            sources = int(flapping.stdout.readline())
            home, port = Path(folder) / "home", free_port()
            asyncio.run(_installed(home, sources))
            allowed = {
                "OPENTIME_PRIVATE_HOSTS": "127.0.0.1",
                "OPENTIME_OUTBOUND_PORTS": f"80,443,{sources}",
                "OPENTIME_OPEN_WINDOW_S": "0",
            }
            with serving(home, port, **allowed) as process:
                asyncio.run(_driven(port, sources, process.pid, options))
        finally:
            flapping.terminate()
            flapping.wait(timeout=10)


async def _installed(home: Path, port: int) -> None:
    """Make a home with two sources and two blocks for each way of failing."""
    storage = open_storage(read_settings({}, {"home": home}), system_now)
    await ensure_brand(storage)
    table = SqliteSources(storage.database)
    brand = (await storage.brands.all())[0].name
    for mode in MODES:
        for kind in ("pulled", "demand"):
            name = f"{kind}_{NAMES[mode]}"
            query = "" if kind == "pulled" else "?sku=[params.sku]"
            spec = SourceSpec(
                name=name,
                brand=brand,
                url=f"http://127.0.0.1:{port}/{NAMES[mode]}{query}",
                shape=SHAPE,
                every=EVERY if kind == "pulled" else None,
                fresh_for=EVERY,
                stale_for=timedelta(hours=1),
            )
            await table.put(spec)
            block = name.replace("_", "-")
            await storage.blocks.publish(block, BLOCK.format(block=block, source=name), "")
    storage.database.close()


async def _driven(port: int, sources: int, pid: int, options: argparse.Namespace) -> None:
    """Send the opens, ask now and then what is said, and print the result."""
    blocks: dict[str, Mode] = {}
    for mode in MODES:
        blocks |= {f"{kind}-{NAMES[mode].replace('_', '-')}": mode for kind in ("pulled", "demand")}
    pool, warming = Pool(port, SIZE), {block: Tally() for block in blocks}
    began = time.monotonic()
    await paced(pool, warming, _path, rate=options.rate / 4, seconds=options.warm, began=began)
    tallies = {block: Tally() for block in blocks}
    await asyncio.to_thread(urlopen, f"http://127.0.0.1:{sources}/begin")
    before, began, highest = resident_mb(pid), time.monotonic(), [0.0]
    watching = asyncio.create_task(_watched(pool, tallies, pid, highest, began))
    await paced(pool, tallies, _path, rate=options.rate, seconds=options.seconds, began=began)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    _print(tallies, blocks, before, resident_mb(pid), highest[0], options)


async def _watched(
    pool: Pool, tallies: dict[str, Tally], pid: int, highest: list[float], began: float
) -> None:
    """Ask every half second what each block says, and look at the memory."""
    while True:
        for block, tally in tallies.items():
            at = time.monotonic() - began
            _, body = await pool.ask(_path(block, 1, "txt"))
            tally.said.append((at, body.decode()))
        highest[0] = max(highest[0], resident_mb(pid))
        await asyncio.sleep(0.5)


def _path(block: str, number: int, extension: str = "png") -> str:
    return f"/o/{MESSAGE}/anonymous/{block}.{extension}?sku=S{number % SKUS}"


def _print(  # noqa: PLR0917  # all that was met
    tallies: dict[str, Tally],
    blocks: dict[str, Mode],
    before: float,
    after: float,
    highest: float,
    options: argparse.Namespace,
) -> None:
    total = Counter[str]()
    for tally in tallies.values():
        total.update(opens=tally.opens, wrong=tally.wrong, late=tally.late)
    took = sorted(ms for tally in tallies.values() for ms in tally.took_ms)
    half, most = took[len(took) // 2], took[len(took) * 999 // 1000]
    print(f"{total['opens']:,} opens in {options.seconds:g} s, {options.rate:g} a second")
    print(f"not 200 with a valid picture: {total['wrong']}")
    print(f"later than {DEADLINE_S:g} s: {total['late']}")
    print(f"milliseconds: half {half:.1f}, 999 of 1,000 {most:.0f}, the slowest {took[-1]:,.0f}")
    print(f"memory of the server: {before:.0f} MB, then {after:.0f} MB, at most {highest:.0f} MB\n")
    print("| mode | source | opens | valid pictures | in time | value and age shown | recovered |")
    print("|---|---|---|---|---|---|---|")
    for block, tally in tallies.items():
        kind, mode = block.partition("-")[0], blocks[block]
        shown = [bool(re.fullmatch(r"(g\d+|Thing) \d+, \d+ min", text)) for _, text in tally.said]
        print(
            f"| {mode.value} | {'on demand' if kind == 'demand' else 'pulled'} | {tally.opens} "
            f"| {tally.opens - tally.wrong} | {tally.opens - tally.late} "
            f"| {sum(shown)} of {len(shown)} | {_recovery(tally)} |"
        )


def _recovery(tally: Tally) -> str:
    """Return how long after each bad half its block said the new value; the longest."""
    waits = []
    last = tally.said[-1][0] if tally.said else 0.0
    for number in range(1, int(last / (2 * PERIOD_S)) + 1):
        good = 2 * number * PERIOD_S
        if good + PERIOD_S > last:
            break
        found = [at for at, text in tally.said if at >= good and text.startswith(f"g{number} ")]
        waits.append(found[0] - good if found and found[0] < good + 2 * PERIOD_S else None)
    if not waits:
        return "-"
    known = [wait for wait in waits if wait is not None]
    worst = f" in {max(known):.1f} s at most" if known else ""
    return f"{len(known)} of {len(waits)} times{worst}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--warm", type=float, default=12.0)
    parser.add_argument("--rate", type=float, default=200.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
