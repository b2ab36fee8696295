"""P3: a countdown that nobody has seen, 60 frames of 600x140, against drawing it frame by frame.

Run with `python -m bench.countdown [rounds]`. The peers are Pillow, the way its documentation shows
it, and @napi-rs/canvas with gifenc. Each draws the same cells, digits and labels; all begin at
another second each time. Times are those of the processor, as other work on the machine would
weigh more on whoever takes longer.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageSequence

from app.model.nodes.countdown import Countdown
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import FontBook, Renderer
from bench.peers import Peer, running
from bench.targets import report

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
REGULAR, BOLD = FONTS / "NotoSans-Regular.ttf", FONTS / "NotoSans-Bold.ttf"
SIZE, FRAMES = (600, 140), 60
CELLS = (24, 165, 306, 447)
UNITS = (("days", 86_400, 10**6), ("hours", 3600, 24), ("minutes", 60, 60), ("seconds", 1, 60))
STEP, START = 4_007, 9 * 86_400  # seconds between the beginnings of two films
OURS_PER_ROUND = 200


class Film(NamedTuple):
    """One film made: milliseconds of the processor and by the clock, and its bytes."""

    cpu_ms: float
    ms: float
    size: int


def main() -> None:
    """Print what each film costs and weighs, then P3's lines."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    renderer = a_renderer()
    ours: list[Film] = []
    plain: list[Film] = []
    pillow: list[Film] = []
    canvas: dict[str, list[Film]] = {"each": [], "once": []}
    check(film_of(renderer, START))
    with running("countdown.mjs", str(REGULAR), str(BOLD)) as peer:
        for number in range(rounds):
            base = START + number * OURS_PER_ROUND * STEP
            lefts = [base + place * STEP for place in range(OURS_PER_ROUND)]
            ours += [timed(lambda left: film_of(renderer, left), left) for left in lefts]
            plain.append(timed(lambda left: plain_film_of(renderer, left), base))
            pillow.append(timed(with_pillow, base))
            for palette, films in canvas.items():
                films.append(with_canvas(peer, base, palette))
    told("ours", ours)
    told("ours, at density 2", films_of(renderer, range(START, START + 50), density=2))
    told("ours, the first of its look", firsts(renderer, rounds))
    told("ours, every frame in full", plain)
    told("Pillow", pillow)
    told("canvas + gifenc", canvas["each"])
    told("canvas + gifenc, one palette", canvas["once"])
    compared(ours, pillow, 500, "Pillow, frame by frame")
    compared(ours, canvas["each"], 300, "@napi-rs/canvas + gifenc")
    smallest = min(median(film.size for film in films) for films in (pillow, *canvas.values()))
    share = median(film.size for film in ours) / smallest
    report("P3", value=share, target=1, what="bytes, of those of the smallest peer", at_most=True)


def a_renderer() -> Renderer:
    """Return a renderer that has drawn nothing."""
    return Renderer(fonts=FontBook(FONTS), picture=lambda _: None)


def film_of(renderer: Renderer, left_s: int, density: int = 1) -> bytes:
    """Return our film."""
    return renderer.draw(scene(left_s, density), Format.GIF)


def films_of(renderer: Renderer, lefts: Iterable[int], density: int) -> list[Film]:
    """Make films of a look that was drawn before."""
    film_of(renderer, START, density)
    return [timed(lambda left: film_of(renderer, left, density), left) for left in lefts]


def firsts(renderer: Renderer, count: int) -> list[Film]:
    """Make the first film of so many looks: nothing but the letters was drawn before."""
    looks = [replace(scene(START, 1), background=f"#fa{number:02x}efff") for number in range(count)]
    return [timed(lambda at: renderer.draw(looks[at], Format.GIF), at) for at in range(count)]


def plain_film_of(renderer: Renderer, left_s: int) -> bytes:
    """Return our film with every frame drawn and encoded in full."""
    return renderer._animator.plain_film(scene(left_s, 1))  # noqa: SLF001  # the reference


def scene(left_s: int, density: int) -> Scene:
    """Return the scene of a film that begins so many seconds before the end."""
    count = Countdown(
        box=(24, 20, 552, 101), left_s=left_s, film_s=FRAMES, color="#1d3557ff", ink="#ffffffff",
        label_ink="#1d2b2aff", font="body",
    )  # fmt: skip
    return Scene(
        width=SIZE[0], height=SIZE[1], density=density, background="#faf6efff", nodes=(count,)
    )


def with_pillow(left_s: int) -> bytes:
    """Return Pillow's film: 60 pictures drawn, saved as one GIF."""
    large, small = ImageFont.truetype(BOLD, 56), ImageFont.truetype(REGULAR, 13)
    frames = []
    for second in range(FRAMES):
        picture = Image.new("RGB", SIZE, "#faf6ef")
        brush = ImageDraw.Draw(picture)
        for x, (label, seconds, most) in zip(CELLS, UNITS, strict=True):
            brush.rounded_rectangle((x, 20, x + 129, 98), 8, fill="#1d3557")
            amount = (left_s - second) // seconds % most
            brush.text((x + 64.5, 79), f"{amount:02d}", "#ffffff", large, anchor="ms")
            brush.text((x + 64.5, 117), label, "#1d2b2a", small, anchor="ms")
        frames.append(picture)
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=1000)
    return file.getvalue()


def with_canvas(peer: Peer, left_s: int, palette: str) -> Film:
    """Have the peer on Node make its film."""
    made = peer.ask(left=left_s, palette=palette)
    return Film(made["cpu_ms"], made["ms"], made["bytes"])


def timed(make: Callable[[int], bytes], left_s: int) -> Film:
    """Make a film and take the time."""
    used, start = thread_time(), perf_counter()
    size = len(make(left_s))
    return Film((thread_time() - used) * 1000, (perf_counter() - start) * 1000, size)


def check(film: bytes) -> None:
    """Stop unless a film is what is claimed: 60 frames of a second, the first one complete."""
    with Image.open(BytesIO(film)) as opened:
        delays = [frame.info["duration"] for frame in ImageSequence.Iterator(opened)]
        opened.seek(0)
        assert opened.tile[0][1] == (0, 0, *SIZE), "the first frame is not complete"
    assert delays == [1000] * FRAMES, delays


def told(name: str, films: list[Film]) -> None:
    """Print the medians of some films."""
    cpu, wall, size = (median(film[field] for film in films) for field in range(3))
    print(f"{name:32} {cpu:9.3f} ms of the processor, {wall:9.3f} by the clock, {size:9,.0f} bytes")


def compared(ours: list[Film], theirs: list[Film], target: float, name: str) -> None:
    """Print P3's line against a peer."""
    mine, other = (median(film.cpu_ms for film in films) for films in (ours, theirs))
    what = f"times faster than {name}: {mine:.3f} ms, {other:.1f} ms, 60 frames of 600x140"
    report("P3", value=other / mine, target=target, what=what)


if __name__ == "__main__":
    main()
