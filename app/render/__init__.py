"""The renderer's front door."""

from app.render.builtin import builtin, builtin_of_extension
from app.render.fonts import FontBook
from app.render.renderer import Drawing, Renderer

__all__ = [
    "Drawing",
    "FontBook",
    "Renderer",
    "builtin",
    "builtin_of_extension",
]
