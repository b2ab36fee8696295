"""The setting of a film: a scene drawn once, with the parts that move and the colours of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from PIL import Image

from app.model.keeping import Kept
from app.model.nodes.basics import Box
from app.model.scene import Scene
from app.render.animation.moving import Moving, around, corners
from app.render.animation.palette import Colors, Nearest, exact, nearest
from app.render.animation.stage import Stage
from app.render.canvas import Canvas
from app.render.countdown.counting import moves
from app.render.countdown.painting import Face, face_of
from app.render.elements.brush import Brush
from app.render.elements.registry import LOOKS
from app.render.encoding.palette import Palette, Rgb
from app.render.painting import blank

BrushOn = Callable[[Canvas], Brush]
Shared = Kept[tuple[object, ...], tuple[tuple[Rgb, ...], Moving]]
"""Colours of what moves, and that; by countdowns and the ground on which they stand."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A look of a scene. Without a `stage` every frame has to be drawn in full.

    `faces` stand for what moves, in order; None where there is no room. `ticks_elsewhere` are the
    frames of the seconds of a minute with their colours, for films that began in another setting.
    """

    size: tuple[int, int]  # device pixels
    palette: Colors
    stage: Stage | None
    faces: tuple[Face | None, ...]
    skipped: tuple[str, ...]
    ticks_elsewhere: list[bytes] = field(default_factory=lambda: [b""] * 60)


@dataclass(frozen=True, slots=True)
class _Ground:
    canvas: Canvas
    faces: tuple[Face | None, ...]
    skipped: tuple[str, ...]
    stands_clear: bool  # all that moves is on the canvas, and nothing is drawn over it


def set_up(scene: Scene, brush_on: BrushOn, shared: Shared) -> Setting:
    """Draw what stands still and prepare what moves, or take it from what is `shared`."""
    ground = _ground(scene, brush_on)
    faces = [face for face in ground.faces if face]
    picture, size = ground.canvas.picture, ground.canvas.size
    if not ground.stands_clear:
        return Setting(size, _sampled(picture, faces), None, ground.faces, ground.skipped)
    palette, moving = _exact(scene, picture, faces, shared) or _near(picture, faces)
    return Setting(size, palette, Stage(picture, moving, palette), ground.faces, ground.skipped)


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


def _exact(
    scene: Scene, ground: Image.Image, faces: Sequence[Face], shared: Shared
) -> tuple[Palette, Moving] | None:
    """Return all colours and what moves, whose colours come first; None: they are too many.

    So what moves has the same indices whatever else there is, and its frames need few bits.
    """
    area = ground.crop(corners(around(_parts(faces))))
    countdowns = tuple(node for node in scene.nodes if moves(node))
    key = (countdowns, scene.density, blake2b(area.tobytes()).digest())
    known = shared.get(key)
    if known is not None:
        palette = exact([ground], known[0])
        return (palette, known[1]) if palette else None
    shades = _shades(ground, faces)
    first = exact([*shades, area]) if shades is not None else None
    palette = exact([ground], first.colors) if first else None
    if first is None or palette is None:
        return None
    moving = Moving(ground, faces, palette)
    shared.put(key, (first.colors, moving))
    return palette, moving


def _near(ground: Image.Image, faces: Sequence[Face]) -> tuple[Nearest, Moving]:
    palette = _sampled(ground, faces)
    return palette, Moving(ground, faces, palette)


def _sampled(ground: Image.Image, faces: Sequence[Face]) -> Nearest:
    """Return colours near those of a picture with all that moves."""
    sample = Canvas.over(ground, 1)
    for face in faces:
        for index, shown in enumerate(face.sample()):
            face.paint_part(sample, (0, 0), index, shown)
    return nearest(sample.picture)


def _shades(ground: Image.Image, faces: Sequence[Face]) -> list[Image.Image] | None:
    """Return pictures of the colours that parts can have; None: more than a few."""
    found: list[Image.Image] = []
    for face in faces:
        for index, part in enumerate(face.parts):
            shades = face.shades(index, ground.crop(corners(part.box)))
            if shades is None:
                return None
            found.append(shades)
    return found


def _parts(faces: Sequence[Face | None]) -> list[Box]:
    """Return where everything is that moves."""
    return [part.box for face in faces if face for part in face.parts]


def _boxes(faces: Sequence[Face | None]) -> list[Box]:
    """Return left, top, right and bottom of everything that moves."""
    return [corners(box) for box in _parts(faces)]


def _meets(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _holds(outer: Box, inner: Box) -> bool:
    begins = outer[0] <= inner[0] and outer[1] <= inner[1]
    return begins and inner[2] <= outer[2] and inner[3] <= outer[3]
