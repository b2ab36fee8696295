"""What a picture was drawn upon: pixels drawn and encoded before, of which only boxes changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image

from app.render.boxes import Box

T = TypeVar("T")


class Ground:
    """A picture that others are drawn upon, with what encoders made of it.

    `image` is never drawn on. Safe to share between threads: what two make at once is the same.
    """

    __slots__ = ("_made", "_spare", "image")

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._made: dict[object, object] = {}
        self._spare: list[Image.Image] = []  # one copy, or none while it is lent

    def lend(self) -> Image.Image:
        """Return a copy of the picture to draw on."""
        try:
            return self._spare.pop()
        except IndexError:
            return self.image.copy()

    def take_back(self, copy: Image.Image, changed: Sequence[Box]) -> None:
        """Make a copy that was drawn on a copy again: fewer pixels than another would cost."""
        if self._spare:
            return
        for box in changed:
            copy.im.paste(self.image.im.crop(box), box)
        self._spare.append(copy)

    def made(self, kind: type[T], key: object) -> T | None:
        """Return what was made of the picture and kept under a key."""
        found = self._made.get(key)
        return found if isinstance(found, kind) else None

    def drop(self, key: object) -> None:
        """Forget what was made."""
        self._made.pop(key, None)

    def keep(self, key: object, made: T) -> T:
        """Keep what was made of the picture, in the place of what was there, and return it."""
        self._made[key] = made
        return made


@dataclass(frozen=True, slots=True)
class Over:
    """A picture equals its ground outside of these boxes, which lie within it."""

    ground: Ground
    changed: tuple[Box, ...]
