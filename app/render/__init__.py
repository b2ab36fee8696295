"""The renderer's front door."""

from app.render.builtin import builtin, builtin_of_extension
from app.render.fonts import FontBook
from app.render.renderer import Drawing, Renderer
from app.render.shaping import shaping_available

__all__ = [
    "Drawing",
    "FontBook",
    "Renderer",
    "builtin",
    "builtin_of_extension",
    "shaping_available",
]
