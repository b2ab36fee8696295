"""Where the time of a card that nobody has seen goes, part by part.

Run with `python -m bench.parts [cards]`. The cards are those of `bench.render`; every few
milliseconds of the processor's time it is noted which part of the renderer was at work. Nothing
is wrapped, so nothing is slower than it is.
"""

import argparse
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from statistics import median
from time import thread_time
from types import FrameType

from app.model.rendering import Format
from app.model.scene import Scene
from app.render import FontBook, Renderer
from bench.cards import FONTS, PHOTO, photograph, scenes

_WARM = 30
_EVERY = 0.001  # seconds of the processor, or as often as the system can
_PARTS = {  # the innermost frame that is named here says what was done: by function, by module
    "Typecase._shaped": "shaping words never met",
    "cast": "drawing letters never met",
    "Typecase.letters": "placing letters",
    "add": "joining letters that touch",
    "app.render.typecase": "looking up words",
    "app.render.shaped": "looking up words",
    "app.render.typesetting": "setting lines",
    "app.render.lettering": "setting lines",
    "app.render.encoding.mirror": "putting down indices",
    "app.render.encoding.sheet": "putting down indices",
    "app.render.encoding.indexed": "looking up colours",
    "app.render.encoding.palette": "looking up colours",
    "app.render.encoding.png": "deflating and writing PNG",
    "app.render.encoding.jpeg": "encoding and joining tiles of JPEG",
    "app.render.encoding.ground": "mending the ground that was drawn on",
    "app.render.surface": "painting",
    "app.render.canvas": "painting",
    "app.render.elements.progress": "the bar",
    "app.render.plates": "checking the scene, finding its plate",
    "app.render.geometry": "checking the scene, finding its plate",
}
_REST = "the rest"


def main() -> None:
    """Print the parts of a flat card and of one on a photograph, the longest first."""
    parser = argparse.ArgumentParser(prog="bench.parts", description=__doc__)
    parser.add_argument("cards", nargs="?", type=int, default=1500)
    count = parser.parse_args().cards
    photo = photograph()
    for name, kind in (("flat", Format.PNG), ("photograph", Format.JPG)):
        renderer = Renderer(fonts=FontBook(FONTS), picture={PHOTO: photo}.get)
        cards = scenes(photo=kind is Format.JPG, seed=1)
        for scene in islice(cards, _WARM):
            renderer.draw(scene, kind)
        some = list(islice(cards, count))
        with _sampled() as found:
            took = [_timed(renderer, scene, kind) for scene in some]
        _tell(name, median(took), found)


def _timed(renderer: Renderer, scene: Scene, kind: Format) -> float:
    start = thread_time()
    renderer.draw(scene, kind)
    return (thread_time() - start) * 1000


@contextmanager
def _sampled() -> Iterator[Counter[str]]:
    """Count which part is at work while the processor is."""
    found: Counter[str] = Counter()

    def note(_signal: int, frame: FrameType | None) -> None:
        found[_part(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _part(frame: FrameType | None) -> str:
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("app.render"):
            named = _PARTS.get(frame.f_code.co_qualname) or _PARTS.get(module)
            if named:
                return named
        frame = frame.f_back
    return _REST


def _tell(name: str, cost: float, found: Counter[str]) -> None:
    whole = found.total()
    print(f"{name}: {cost:.2f} ms of the processor, {whole} samples")
    for part, times in found.most_common():
        print(f"  {times / whole:6.1%}  {cost * times / whole:5.2f} ms  {part}")


if __name__ == "__main__":
    main()
