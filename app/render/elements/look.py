"""How a kind of node looks on each channel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.model.nodes.basics import Color
from app.render.elements.brush import Brush
from app.render.elements.page import Page

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Look(Generic[N]):
    """What the renderer knows of a kind of node; `paint` alone is a decoration of the picture.

    `paint` returns the asset that was missing, or nothing. `html` returns the node in so many
    pixels, or nothing; a kind without it is left out of mails' HTML, a kind with it has a `box`.
    """

    paint: Callable[[Brush, N], str]
    html: Callable[[Page, N, int], str] | None = None
    is_empty: Callable[[N], bool] | None = None  # tells which nodes have no HTML
    speaks: bool = False  # its HTML says enough for the whole scene
    is_photo: bool = False  # may stand as a column of its own; hides the colours below
    ground: Callable[[N], Color] | None = None  # the colour below what is painted later
    words: Callable[[N], str] | None = None  # what it says, for channels of plain text
    is_sharp: bool = False  # has small coloured shapes that JPEG must keep
