"""P1, P5, P6, P8, P9: the open, all of it real, against the floor of the same run."""

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from bench.load import free_port, rate, resident_mb, server, serving, warm
from bench.targets import report
from bench.world import keys

ROUNDS = 5
SECONDS = 3
OPENS = 2000  # distinct subscribers in the load


def main() -> None:
    """Run what was asked for."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="opentime-bench-") as folder:
        root = Path(options.keep or folder)
        root.mkdir(parents=True, exist_ok=True)
        chosen = options.only or ("P1", "P8", "P9", "P5", "P6")
        scale = 10 if options.quick else 1
        if "P1" in chosen or "P8" in chosen:
            p1_p8(root, scale)
        if "P9" in chosen:
            p9(root)
        if "P5" in chosen:
            p5(root, scale)
        if "P6" in chosen:
            p6(root, scale)


def p1_p8(root: Path, scale: int) -> None:
    """Compare the open with the floor, and let ten thousand ask for one unseen picture."""
    home = root / "p1"
    subscribers = 1_000_000 // scale
    message = _made(home, subscribers=subscribers, shops=10_000, stock_rows=40_000, blocks=10)
    what = f"opens/s to the floor's, {subscribers:,} subscribers, 10,000 stores"
    ratio, size = _ratio(home, message)
    report("P1", value=ratio, target=0.45, what=f"{what}, {size} bytes, opened before")
    # The same opens as if nobody had opened yet: no answer is repeated, each one is decided.
    ratio, size = _ratio(home, message, OPENTIME_STANDING_ANSWERS="0")
    report("P1-first", value=ratio, target=0.45, what=f"{what}, {size} bytes, each decided")
    _p8(home, message)


def _ratio(home: Path, message: str, **settings: str) -> tuple[float, int]:
    paths = _paths(home, message)
    port, floor_port = free_port(), free_port()
    settings |= {"OPENTIME_OPEN_WINDOW_S": "0", "OPENTIME_TRUSTED_PROXIES": "127.0.0.1"}
    with serving(home, port, **settings):
        with urlopen(f"http://127.0.0.1:{port}{paths[0]}", timeout=10) as answer:  # loopback
            size = len(answer.read())
        warm(port, paths)
        floor = [sys.executable, "-m", "bench.floor", str(floor_port), str(size)]
        ratios = []
        with server(floor, floor_port):
            for _ in range(ROUNDS):
                ours = rate(port, paths, seconds=SECONDS)
                bare = rate(floor_port, paths, seconds=SECONDS)
                ratios.append(ours / bare)
                print(f"  {ours:,.0f}/s against {bare:,.0f}/s: {ours / bare:.3f}", flush=True)
    return statistics.median(ratios), size


def _p8(home: Path, message: str) -> None:
    """Ten thousand connections ask at once for one picture that nobody has seen."""
    port = free_port()
    shutil.rmtree(home / "cache" / "renderings", ignore_errors=True)  # so that nobody has seen it
    with serving(home, port):
        before = _figure(port, "opentime_renders_total")
        path = f"/o/{message}/anonymous/card-0.png"
        statuses = asyncio.run(_stampede(port, path, 10_000))
        drawn = _figure(port, "opentime_renders_total") - before
    good = statuses.get(200, 0)
    value = drawn if good == 10_000 and drawn else float("inf")  # all of them, and it was unseen
    report(
        "P8",
        value=value,
        target=1,
        what=f"renders for 10,000 at once, {good} answered 200",
        at_most=True,
    )


async def _stampede(port: int, path: str, count: int) -> dict[int, int]:
    """Send `count` requests, each on a connection of its own, as fast as they can be opened."""
    request = f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode()
    gate = asyncio.Semaphore(500)
    statuses: dict[int, int] = {}

    async def answer() -> None:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        writer.close()
        status = int(head.split()[1])
        fell = b"x-opentime-fallback" in head.lower()
        statuses[0 if fell else status] = statuses.get(0 if fell else status, 0) + 1

    await asyncio.gather(*(answer() for _ in range(count)))
    return statuses


def p9(root: Path) -> None:
    """Measure from the start of the process to the first good answer, with 5,000 blocks."""
    home = root / "p9"
    _made(home, subscribers=10_000, shops=100, stock_rows=100, blocks=5_000)
    # As `make run` leaves it, also where the environment forbids Python to keep bytecode.
    subprocess.run([sys.executable, "-m", "compileall", "-q", "app"], check=True)
    taken = []
    for _ in range(3):
        port = free_port()
        began = time.perf_counter()
        with serving(home, port):
            taken.append(time.perf_counter() - began)
    report("P9", value=min(taken), target=2.0, what="seconds to ready, 5,000 blocks", at_most=True)


def p5(root: Path, scale: int) -> None:
    """Measure how the cost of an open grows with subscribers, stores and blocks."""
    small = _cost(root / "p5-small", 10_000, 100, 10)
    for name, numbers, target in (
        ("subscribers", (5_000_000 // scale, 100, 10), 1.3),
        ("stores", (10_000, 100_000 // scale, 10), 1.5),
        ("blocks", (10_000, 100, 5_000), 1.1),
    ):
        grown = _cost(root / f"p5-{name}", *numbers)
        report(
            "P5",
            value=grown / small,
            target=target,
            what=f"cost of an open with more {name}: {' / '.join(f'{n:,}' for n in numbers)}",
            at_most=True,
        )


def p6(root: Path, scale: int) -> None:
    """Measure the memory of one web process with everything large."""
    home = root / "p6"
    message = _made(
        home, subscribers=5_000_000 // scale, shops=100_000 // scale,
        stock_rows=1_000_000 // scale, blocks=10,
    )  # fmt: skip
    port = free_port()
    with serving(home, port) as process:
        rate(port, _paths(home, message), seconds=SECONDS)
        value = resident_mb(process.pid)
    report(
        "P6", value=value, target=300, what="MB resident after opens of 2,000 people", at_most=True
    )


def _cost(home: Path, subscribers: int, shops: int, blocks: int) -> float:
    message = _made(home, subscribers=subscribers, shops=shops, stock_rows=shops, blocks=blocks)
    return 1 / _ratio(home, message, OPENTIME_STANDING_ANSWERS="0")[0]


def _made(home: Path, *, subscribers: int, shops: int, stock_rows: int, blocks: int) -> str:
    command = [sys.executable, "-m", "bench.world", str(home)]
    command += [str(number) for number in (subscribers, shops, stock_rows, blocks)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _paths(home: Path, message: str) -> list[str]:
    people = asyncio.run(keys(home, OPENS))
    return [f"/o/{message}/{key}/card-{n % 10}.png" for n, key in enumerate(people)]


def _figure(port: int, name: str) -> float:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:  # loopback
        lines = answer.read().decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of every number")
    parser.add_argument("--only", nargs="*", help="P1 P5 P6 P8 P9")
    parser.add_argument("--keep", help="folder to keep the homes in for the next run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
