"""Plates: what several scenes begin with, painted once.

Scenes of one block are alike up to the first name in them. A scene's beginning becomes a plate
when another scene went on differently after it; from then on scenes are painted upon a copy, and
encoded without looking at what the plate alone shows. A plate is the canvas after so many nodes,
so it is true whatever it was learnt from.
"""

from dataclasses import dataclass
from itertools import count

from app.model.keeping import Kept, Weighed
from app.model.scene import Color, Node, Scene
from app.render.encoding import Ground

_BYTES_PER_PIXEL = 11  # four of the picture, four of its copy, what encoders make of it
_BEGINNINGS = 8192

_Frame = tuple[int, int, int, Color]


@dataclass(slots=True, eq=False)
class Beginning:
    """The first nodes of scenes. `forks` once two scenes went on differently."""

    number: int
    place: int  # how many nodes
    after: Node | None = None  # what came next, the first time
    forks: bool = False


class Plates:
    """Finds the longest beginning that forks; bounded in bytes, safe to share between threads."""

    def __init__(self, most_bytes: int) -> None:
        self._numbers = count()
        self._known: Kept[tuple[int, Node] | _Frame, Beginning] = Kept(_BEGINNINGS)
        self._grounds: Weighed[int, Ground] = Weighed(most_bytes, _weight)

    def beginning(self, scene: Scene) -> Beginning:
        """Return the longest beginning of a scene after which scenes went on differently.

        The empty one where there is none.
        """
        here = longest = self._step((scene.width, scene.height, scene.density, scene.background), 0)
        for place, node in enumerate(scene.nodes):
            if here.after is None:
                here.after = node
            elif not here.forks and here.after != node:
                here.forks = True
            if here.forks and here.place:
                longest = here
            before, here = here, self._step((here.number, node), place + 1)
            if here.after is None and before.forks:
                break  # most likely it never comes again; if it does, it is followed then
        return longest

    def ground(self, beginning: Beginning) -> Ground | None:
        """Return what a beginning looks like, if it was painted and kept."""
        return self._grounds.get(beginning.number)

    def keep(self, beginning: Beginning, ground: Ground) -> None:
        """Keep what a beginning looks like."""
        self._grounds.put(beginning.number, ground)

    @property
    def weight(self) -> int:
        """Return how many bytes are kept, about."""
        return self._grounds.weight

    def _step(self, key: tuple[int, Node] | _Frame, place: int) -> Beginning:
        known = self._known.get(key)
        if known is None:
            known = Beginning(next(self._numbers), place)
            self._known.put(key, known)
        return known


def _weight(ground: Ground) -> int:
    return ground.image.width * ground.image.height * _BYTES_PER_PIXEL
