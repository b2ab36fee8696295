"""The setting of a film: a scene drawn once, with the parts that move and the colours of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image

from app.model.nodes.basics import Box
from app.model.scene import Scene
from app.render.animation.palette import Colors, exact, nearest
from app.render.animation.stage import Stage
from app.render.canvas import Canvas
from app.render.countdown.counting import moves
from app.render.countdown.painting import Face, face_of
from app.render.elements.brush import Brush
from app.render.elements.registry import LOOKS
from app.render.encoding.palette import Palette
from app.render.painting import blank

BrushOn = Callable[[Canvas], Brush]


@dataclass(frozen=True, slots=True)
class Setting:
    """A look of a scene. Without a `stage` every frame has to be drawn in full.

    `faces` stand for what moves, in order; None where there is no room. `ticks` are the frames of
    the seconds of a minute, as far as they were shown before; `ticks_elsewhere` bring their colours
    to a film that began in another setting.
    """

    size: tuple[int, int]  # device pixels
    palette: Colors
    stage: Stage | None
    faces: tuple[Face | None, ...]
    skipped: tuple[str, ...]
    ticks: list[bytes] = field(default_factory=lambda: [b""] * 60)
    ticks_elsewhere: list[bytes] = field(default_factory=lambda: [b""] * 60)


@dataclass(frozen=True, slots=True)
class _Ground:
    canvas: Canvas
    faces: tuple[Face | None, ...]
    skipped: tuple[str, ...]
    stands_clear: bool  # all that moves is on the canvas, and nothing is drawn over it


def set_up(scene: Scene, brush_on: BrushOn) -> Setting:
    """Draw what stands still and prepare what moves."""
    ground = _ground(scene, brush_on)
    faces = [face for face in ground.faces if face]
    sample = Canvas.over(ground.canvas.picture, scene.density)
    for face in faces:
        for index, shown in enumerate(face.sample()):
            face.paint_part(sample, (0, 0), index, shown)
    picture, size = ground.canvas.picture, ground.canvas.size
    if not ground.stands_clear:
        return Setting(size, nearest(sample.picture), None, ground.faces, ground.skipped)
    palette = _exact(picture, faces) or nearest(sample.picture)
    return Setting(size, palette, Stage(picture, faces, palette), ground.faces, ground.skipped)


def _ground(scene: Scene, brush_on: BrushOn) -> _Ground:
    """Draw a scene without what moves."""
    canvas = blank(scene)
    brush = brush_on(canvas)
    faces: list[Face | None] = []
    skipped: list[str] = []
    stands_clear = True
    for node in scene.nodes:
        before = len(canvas.touched)
        if moves(node):
            face = face_of(brush, node)
            if face:
                face.paint_ground(brush)
        else:
            face = None
            skipped.append(LOOKS[type(node)].paint(brush, node))
        boxes = _boxes(faces)
        stands_clear &= not any(
            _meets(box, touched) for touched in canvas.touched[before:] for box in boxes
        )
        if moves(node):
            faces.append(face)
    stands_clear &= all(_holds((0, 0, *canvas.size), box) for box in _boxes(faces))
    return _Ground(canvas, tuple(faces), tuple(filter(None, skipped)), stands_clear)


def _exact(ground: Image.Image, faces: Sequence[Face]) -> Palette | None:
    moving: list[Image.Image] = []
    for face in faces:
        for index, box in enumerate(_boxes([face])):
            shades = face.shades(index, ground.crop(box))
            if shades is None:
                return None
            moving.append(shades)
    return exact(ground, moving)


def _boxes(faces: Sequence[Face | None]) -> list[Box]:
    """Return left, top, right and bottom of everything that moves."""
    return [
        (x, y, x + width, y + height)
        for face in faces
        if face
        for x, y, width, height in (part.box for part in face.parts)
    ]


def _meets(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _holds(outer: Box, inner: Box) -> bool:
    begins = outer[0] <= inner[0] and outer[1] <= inner[1]
    return begins and inner[2] <= outer[2] and inner[3] <= outer[3]
