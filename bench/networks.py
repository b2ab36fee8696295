"""R25: an address in lists of 15,000 prefixes, a reader's class, and the ladder of places.

Run with `python -m bench.networks`. Needs nothing but the shipped tables.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, thread_time

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.networks.shelf import NetworkShelf
from app.authoring import compile_block
from app.context.asking import Ask
from app.context.client_ip import TrustedProxies
from app.context.places import PlaceLadder
from app.context.readers import classify
from app.delivery.reading import ReaderService
from app.model.brand import Brand, Privacy
from app.model.reader import Reader
from bench.targets import report

V4, V6, LARGE = 3_290, 11_710, 300_000
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.0 Safari/605.1.15"
)
PLACES = ("GB,GB-EN,London", "US,US-NY,New York", "DE,DE-BE,Berlin", "FR,FR-IDF,Paris")
ROUNDS = 5


def main() -> None:
    """Print microseconds of each step, then the line of the target."""
    dice = Random(1)
    with tempfile.TemporaryDirectory(prefix="bench-networks-") as folder:
        home = Path(folder)
        relayed = _write(home / "networks" / "relay-2026-11-01.csv", dice, V4, V6)
        shelf = NetworkShelf(home / "networks")
        own = [f"{dice.randrange(1, 223)}.{dice.randrange(256)}.7.9" for _ in range(900)]
        asked = [*dice.sample(relayed, 900), *own]
        dice.shuffle(asked)
        steps = _steps(shelf, home)
        for name, step in steps.items():
            print(f"{name:32} median {_median(step, asked):6.2f} us")
        worst = _median(steps["class and place, never met"], asked)
        large = home / "large"
        rows = _write(large / "relay-2026-11-01.csv", dice, V4, LARGE - V4)
        start = perf_counter()
        NetworkShelf(large)
        print(f"{len(rows):,} prefixes are read in {perf_counter() - start:.2f} s")
    what = f"us for class and place of an address never met, {V4 + V6:,} prefixes listed"
    report("R25", value=worst, target=50, what=what, at_most=True)


def _steps(shelf: NetworkShelf, home: Path) -> dict[str, Callable[[str], object]]:
    relay = shelf.current().relay
    service = ReaderService(
        proxies=TrustedProxies(), instant_window=timedelta(minutes=1), lists=shelf
    )
    cache = home / "geo"
    ladder = PlaceLadder(
        EmbeddedGeoDatabase(cache=cache), EmbeddedGazetteer(cache=cache), lists=shelf
    )
    headers = {b"user-agent": SAFARI.encode()}
    plan = compile_block("block: a\nsize: 100x100\nfallback: {draw: []}")
    brand = Brand(name="a", title="A", privacy=Privacy(relay_region=True))
    ask = Ask(plan=plan, brand=brand, reader=service.nobody().reader, at=NOON)

    def judged(ip: str) -> Reader:
        return classify(
            agent=SAFARI, ip=ip, headers={}, sent_at=None, now=NOON, networks=shelf.current()
        )

    def placed(ip: str) -> object:
        return ladder.place(replace(ask, reader=judged(ip), ip=ip))

    def arrived(ip: str) -> object:
        return service.read(headers, ip, sent_at=None, at=NOON)

    return {
        "is it listed": lambda ip: ip in relay,
        "the region of it": relay.region,
        "class, never met": judged,
        "class, met before": arrived,
        "class and place, never met": placed,
    }


def _median(step: Callable[[str], object], asked: list[str]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        costs = []
        for ip in asked:
            start = thread_time()
            step(ip)
            costs.append((thread_time() - start) * 1e6)
        rounds.append(median(costs))
    return median(rounds)


def _write(path: Path, dice: Random, v4: int, v6: int) -> list[str]:
    """Write a relay list and return an address of each of its prefixes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines, addresses = [], []
    for number in dice.sample(range(1 << 19), v4):
        address = f"{104 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
        lines.append(f"{address}.0/27,{dice.choice(PLACES)},")
        addresses.append(f"{address}.9")
    for number in dice.sample(range(1 << 24), v6):
        prefix = f"2a02:26f7:{number >> 12:x}:{number & 4095:x}"
        lines.append(f"{prefix}::/64,{dice.choice(PLACES)},")
        addresses.append(f"{prefix}::9")
    path.write_text("\n".join(lines) + "\n")
    return addresses


if __name__ == "__main__":
    main()
