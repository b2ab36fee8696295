"""Countdowns to film, and films taken apart."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageSequence

from app.model.nodes.countdown import Countdown
from app.model.scene import Node, Scene
from app.render import Renderer

DAY, HOUR, MINUTE = 86_400, 3_600, 60
PAPER, PINE, INK = "#faf6efff", "#23483fff", "#16202aff"


def a_countdown(left_s: int = 2 * DAY + 3 * HOUR + 14 * MINUTE + 7, **changes: object) -> Countdown:
    """Return white digits on dark cells, a film of twelve seconds."""
    fields: dict[str, object] = {
        "box": (12, 10, 276, 50), "left_s": left_s, "film_s": 12, "color": PINE,
        "ink": "#ffffffff", "label_ink": INK, "label_size": 9, "gap": 6, "radius": 5,
    }  # fmt: skip
    return Countdown(**(fields | changes))  # type: ignore[arg-type]  # a builder takes any field


def a_set(*nodes: Node, density: int = 1) -> Scene:
    """Return a scene of 300x70 on paper."""
    return Scene(width=300, height=70, density=density, background=PAPER, nodes=nodes)


def plain_film(renderer: Renderer, scene: Scene) -> bytes:
    """Return the film with every frame drawn and encoded in full."""
    return renderer._animator.plain_film(scene)


def seconds(film: bytes) -> list[bytes]:
    """Return the RGB pixels shown at each second."""
    shown: list[bytes] = []
    with Image.open(BytesIO(film)) as opened:
        for frame in ImageSequence.Iterator(opened):
            pixels = frame.convert("RGB").tobytes()
            shown += [pixels] * (int(frame.info["duration"]) // 1000)
    return shown


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as the file has it: hundredths of a second, disposal, flags, place."""

    delay: int
    disposal: int
    has_transparency: bool
    box: tuple[int, int, int, int]
    has_table: bool


def frames(film: bytes) -> Iterator[Frame]:
    """Read the frames of a GIF; raises AssertionError for what it should not have."""
    assert film[:6] == b"GIF89a"
    place = 13 + (3 << (film[10] & 7) + 1)
    control = (0, 0)
    while film[place : place + 1] != b";":
        if film[place : place + 2] == b"!\xf9":
            control = struct.unpack_from("<BH", film, place + 3)
        if film[place : place + 1] == b"!":
            place = _after_blocks(film, place + 2)
            continue
        assert film[place : place + 1] == b","
        *box, flags = struct.unpack_from("<HHHHB", film, place + 1)
        yield Frame(control[1], control[0] >> 2 & 7, bool(control[0] & 1), tuple(box), flags >= 128)
        place += 10 + (3 << (flags & 7) + 1 if flags >= 128 else 0)
        place = _after_blocks(film, place + 1)
    assert place == len(film) - 1


def _after_blocks(film: bytes, place: int) -> int:
    while film[place]:
        place += film[place] + 1
    return place + 1
