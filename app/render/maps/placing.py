"""The stores of a map: the first as a full pin, the others smaller and paler, each labelled."""

from collections.abc import Sequence
from itertools import zip_longest

from app.model.nodes.basics import Color
from app.render.canvas import Canvas
from app.render.colors import mixed
from app.render.maps.labels import LEAST, SIZE, Labelling
from app.render.maps.pins import PIN, Point, draw_pin, head_of, pin_box

_OTHER = 0.72  # size of the pins of further stores
_PALE = 0.42  # how much of the ground is in their colour


def draw_pins(
    patch: Canvas, tips: Sequence[Point], size: float, accent: Color, ground: Color
) -> None:
    """Draw the pins, the first on top."""
    for tip in reversed(tips[1:]):
        draw_pin(patch, tip, PIN * _OTHER * size, mixed(accent, ground, _PALE))
    draw_pin(patch, tips[0], PIN * size, accent)


def label_pins(
    labelling: Labelling, tips: Sequence[Point], labels: Sequence[str], size: float
) -> None:
    """Label the pins, the first before the others; none stands on a pin."""
    pins = [(tip, PIN * size * (_OTHER if number else 1)) for number, tip in enumerate(tips)]
    labelling.obstacles += [pin_box(tip, radius) for tip, radius in pins]
    tall = max(LEAST, min(SIZE, labelling.size[1] // 4))
    for number, ((tip, radius), label) in enumerate(zip(pins, _padded(labels, tips), strict=True)):
        if label:
            letters = tall if number == 0 else max(LEAST, tall - 2)
            labelling.beside(label, letters, head_of(tip, radius), radius, tip)


def _padded(labels: Sequence[str], tips: Sequence[Point]) -> list[str]:
    return [label for label, _ in zip_longest(labels[: len(tips)], tips, fillvalue="")]
