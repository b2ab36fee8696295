"""Shapes stamped onto a canvas in a colour or a gradient."""

from collections.abc import Sequence

from PIL import Image, ImageChops

from app.model.scene import Color
from app.render.canvas import Canvas
from app.render.shapes.gradients import linear
from app.render.shapes.masks import Placed, mask_of
from app.render.shapes.pieces import Piece


def stamp(
    canvas: Canvas, pieces: Sequence[Piece], color: Color, to: Color = "", angle: int = 180
) -> None:
    """Stamp a union of pieces; with `to`, in a gradient over their bounds (degrees as in CSS)."""
    if placed := mask_of(pieces, canvas.size):
        tint(canvas, placed, color, to, angle)


def tint(canvas: Canvas, placed: Placed, color: Color, to: Color = "", angle: int = 180) -> None:
    """Stamp a mask where it belongs, in a colour or in a gradient over it."""
    mask, at = placed
    if to:
        lay(canvas, placed, linear(mask.size, (color, to), angle))
    else:
        canvas.stamp(mask, at, color)


def lay(canvas: Canvas, placed: Placed, paint: Image.Image) -> None:
    """Lay a picture as large as the mask (RGB or RGBA) where the mask is."""
    mask, at = placed
    if paint.mode == "RGBA":
        mask = ImageChops.multiply(mask, paint.getchannel("A"))
        paint = paint.convert("RGB")
    canvas.lay(paint, at, mask)
