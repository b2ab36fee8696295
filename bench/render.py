"""P2: a card that nobody has seen, 1200x400, against satori with resvg and @napi-rs/canvas.

Run with `python -m bench.render [rounds] [--identical scenes] [--keep folder]`. Fonts, photograph
and modules are loaded, the unchanging part of our card was composed; every text and the bar are new
each time. `--identical` draws random scenes the fast and the straight way and compares the bytes.
"""

import argparse
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import NamedTuple

from PIL import Image

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import FontBook, Renderer
from bench.cards import BOLD, FONTS, PHOTO, REGULAR, as_peers_draw, for_node, photograph, scenes
from bench.cards import with_pillow as drawn_with_pillow
from bench.peers import Peer, running
from bench.scenes import random_scenes
from bench.targets import report

OURS_PER_ROUND = 20
WARM = 30  # cards drawn before any is timed: a plate shows itself by the third


class Made(NamedTuple):
    """One card: milliseconds of the processor and by the clock, and its bytes."""

    cpu_ms: float
    ms: float
    size: int


class Series(NamedTuple):
    """The same kind of card from everybody."""

    name: str
    photo: bool
    format: Format
    made: dict[str, list[Made]]


def main() -> None:
    """Print what each card costs and weighs, then P2's lines."""
    given = _arguments()
    if given.identical:
        _compare_ways(given.identical)
        return
    if not (which("node") and which("npm")):
        raise SystemExit("bench.render needs its peers: install Node.js 20 or newer, with npm")
    series = [
        Series("photograph", True, Format.JPG, {}),  # noqa: FBT003  # its field
        Series("flat", False, Format.PNG, {}),  # noqa: FBT003  # its field
    ]
    photo = photograph()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "photograph.jpg"
        path.write_bytes(photo)
        with running("cards.mjs", str(REGULAR), str(BOLD), str(path)) as peer:
            for one in series:
                _run(one, photo, peer, given.rounds, given.keep)
    for one in series:
        for name, made in one.made.items():
            _tell(f"{one.name}, {name}", made)
    _report(series[0], "satori + resvg", 15)
    _report(series[1], "@napi-rs/canvas", 8)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.render", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    parser.add_argument("--identical", type=int, default=0, metavar="SCENES")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write one card of each there")
    return parser.parse_args()


def _run(one: Series, photo: bytes, peer: Peer, rounds: int, keep: Path | None) -> None:
    """Draw in turns, so that what else the machine does weighs on everybody."""
    book = FontBook(FONTS)
    ways = {
        "ours": Renderer(fonts=book, picture={PHOTO: photo}.get),
        "ours, the straight way": Renderer(fonts=book, picture={PHOTO: photo}.get, fast=False),
    }
    cards = scenes(photo=one.photo, seed=1)
    for renderer in ways.values():
        for scene in islice(cards, WARM):
            renderer.draw(scene, one.format)
    decoded = Image.open(BytesIO(photo)).convert("RGB")
    node = {"satori + resvg": "satori", "@napi-rs/canvas": "canvas"}
    for number in range(-2, rounds):
        made: dict[str, list[Made]] = {
            name: [_timed(renderer, scene, one.format) for scene in islice(cards, OURS_PER_ROUND)]
            for name, renderer in ways.items()
        }
        made["Pillow"] = [_with_pillow(next(cards), decoded)]
        made |= {name: [_asked(peer, short, next(cards))] for name, short in node.items()}
        if number >= 0:  # the first rounds warm the peers
            for name, some in made.items():
                one.made.setdefault(name, []).extend(some)
    if keep:
        _keep(one, ways["ours"], next(cards), decoded, keep)
        for short in node.values():
            peer.ask(peer=short, card=for_node(next(cards)), keep=str(keep / f"{one.name}-{short}"))


def _timed(renderer: Renderer, scene: Scene, kind: Format) -> Made:
    return _taken(lambda: renderer.draw(scene, kind))


def _with_pillow(scene: Scene, photo: Image.Image) -> Made:
    card = as_peers_draw(scene)
    return _taken(lambda: drawn_with_pillow(card, photo))


def _taken(make: Callable[[], bytes]) -> Made:
    used, start = thread_time(), perf_counter()
    size = len(make())
    return Made((thread_time() - used) * 1000, (perf_counter() - start) * 1000, size)


def _asked(peer: Peer, short: str, scene: Scene) -> Made:
    answer = peer.ask(peer=short, card=for_node(scene))
    return Made(answer["cpu_ms"], answer["ms"], answer["bytes"])


def _keep(one: Series, ours: Renderer, scene: Scene, photo: Image.Image, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    body = ours.draw(scene, one.format)
    (folder / f"{one.name}-ours.{one.format}").write_bytes(body)
    pillow = drawn_with_pillow(as_peers_draw(scene), photo)
    (folder / f"{one.name}-pillow.{one.format}").write_bytes(pillow)


def _tell(name: str, made: list[Made]) -> None:
    cpu, wall, size = (median(card[field] for card in made) for field in range(3))
    print(f"{name:36} {cpu:9.2f} ms of the processor, {wall:9.2f} by the clock, {size:9,.0f} bytes")


def _report(one: Series, name: str, target: float) -> None:
    """Print P2's line: the smaller of the ratios by the clock and of the processor."""
    ours, theirs = one.made["ours"], one.made[name]
    ratios = [
        median(card[field] for card in theirs) / median(card[field] for card in ours)
        for field in (0, 1)
    ]
    clocks = [median(card.ms for card in made) for made in (ours, theirs)]
    what = (
        f"times faster than {name}: {one.name} card of six texts and a bar as {one.format}, "
        f"{clocks[0]:.2f} ms, {clocks[1]:.1f} ms by the clock"
    )
    report("P2", value=min(ratios), target=target, what=what)


def _compare_ways(count: int) -> None:
    """Draw random scenes both ways, each in one format, and stop where the bytes differ."""
    book = FontBook(FONTS)
    assets = {"photo": photograph(), "logo": _logo(), "broken": photograph()[:900]}
    fast = Renderer(fonts=book, picture=assets.get)
    straight = Renderer(fonts=book, picture=assets.get, fast=False)
    drawn = 0
    for number, scene in enumerate(_numbered(random_scenes(1), count)):
        kind = list(Format)[number % len(Format)]
        expected, found = _outcome(straight, scene, kind), _outcome(fast, scene, kind)
        if expected != found:
            raise SystemExit(f"scene {number} as {kind} differs: {scene}")
        drawn += not isinstance(expected, str)
    print(f"{count} random scenes, {drawn} of them drawn: the fast way gave the same bytes")


def _numbered(given: Iterator[Scene], count: int) -> Iterator[Scene]:
    for number, scene in enumerate(islice(given, count), start=1):
        yield scene
        if number % 500 == 0:
            print(f"{number} scenes", flush=True)


def _outcome(renderer: Renderer, scene: Scene, kind: Format) -> object:
    try:
        return renderer.drawing(scene, kind)
    except RenderError as error:
        return str(error)


def _logo() -> bytes:
    picture = Image.new("RGBA", (64, 64), (200, 85, 61, 0))
    picture.putalpha(Image.radial_gradient("L").resize((64, 64)))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    main()
