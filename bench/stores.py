"""P4: the nearest open store with a SKU in stock against a bare k-d tree query on the same points.

Run with `python -m bench.stores [places]`. SciPy is installed into a folder of its own when it is
missing; nothing else here needs it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

from app.context.distance import place_in_space
from bench.shops import DAY, NIGHT, Shops, shops
from bench.targets import report

SIZE = 100_000
ROUNDS = 7  # the first two fill what is remembered of places

Place = tuple[float, float]
Clock = Callable[[], float]


def main() -> None:
    """Print microseconds of every case, then P4's line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    world = shops(SIZE, places=count)
    with _scipy():
        tree = import_module("scipy.spatial").cKDTree  # there only now
        peer = tree([place_in_space(row.lat, row.lon) for row in world.rows])
    ratios = {
        (name, clock.__name__): _ratio(world, peer, at, clock)
        for name, at in (("day", DAY), ("night", NIGHT))
        for clock in (thread_time, perf_counter)
    }
    for sku in ("common", "rare"):
        for name, at in (("day", DAY), ("night", NIGHT)):
            _print_case(world, sku, name, at)
    worst = max(ratio for (_, clock), (_, ratio) in ratios.items() if clock == "thread_time")
    spread = "; ".join(
        f"{name} by {clock}: all places {total:.2f}, median place {middle:.2f}"
        for (name, clock), (total, middle) in ratios.items()
    )
    what = (
        f"times a bare cKDTree query, open and in stock among {SIZE:,}: CPU time of the "
        f"median of mixed places, the worse of day and night ({spread})"
    )
    report("P4", value=worst, target=3, what=what, at_most=True)


def _ratio(world: Shops, peer: Any, at: datetime, clock: Clock) -> tuple[float, float]:
    """Return the ratios of total and of median costs, medians of interleaved rounds."""
    stock = world.stock.of("common")

    def own(place: Place) -> object:
        return world.book.nearest(*place, at=at, open_only=True, stock=stock)

    def bare(place: Place) -> object:
        return peer.query(place_in_space(*place))

    totals, middles = [], []
    for _ in range(ROUNDS):
        ours, theirs = _costs(own, world.places, clock), _costs(bare, world.places, clock)
        totals.append(sum(ours) / sum(theirs))
        middles.append(median(ours) / median(theirs))
        name = "day" if at == DAY else "night"
        print(
            f"{name:5} {clock.__name__:12} median {median(ours):6.1f} us, mean "
            f"{sum(ours) / len(ours):6.1f}; cKDTree {median(theirs):5.1f} us, mean "
            f"{sum(theirs) / len(theirs):5.1f}"
        )
    return median(totals), median(middles)


def _print_case(world: Shops, sku: str, name: str, at: datetime) -> None:
    stock, far = world.stock.of(sku), set(world.far)
    near = [place for place in world.places if place not in far]
    for where, places in (("in cities", near), ("anywhere", world.far)):
        cold = sorted(
            _costs(
                lambda place: world.book.nearest(*place, at=at, open_only=True, stock=stock),
                places,
                thread_time,
            )
        )
        print(
            f"{sku:6} {name:5} {where:9} median {median(cold):7.1f} us, "
            f"99th of 100 {cold[len(cold) * 99 // 100]:7.1f}, most {cold[-1]:7.1f}"
        )


def _costs(ask: Callable[[Place], object], places: list[Place], clock: Clock) -> list[float]:
    """Return microseconds per place."""
    costs = []
    for place in places:
        start = clock()
        ask(place)
        costs.append((clock() - start) * 1e6)
    return costs


@contextmanager
def _scipy() -> Iterator[None]:
    """Have SciPy importable, in a folder that is thrown away if it has to be installed."""
    if find_spec("scipy"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="bench-scipy-") as folder:
        target = str(Path(folder))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", target, "scipy"]
        subprocess.run(pip, check=True)
        sys.path.insert(0, target)
        yield


if __name__ == "__main__":
    main()
