"""A scene whose countdowns move, as a GIF: second by second, only what changes.

`film` joins frames whose parts were encoded before. `plain_film` draws and encodes every frame in
full: it is what `film` means, and what tests compare it with.
"""

from dataclasses import replace

from app.model.keeping import Kept
from app.model.scene import Node, Scene
from app.render.animation.setting import BrushOn, Setting, Shared, set_up
from app.render.animation.taking import Take
from app.render.countdown.counting import moves, typical

_MOST_SETTINGS = 24
_LARGEST_KEPT = 2_000_000  # pixels of a scene whose setting is kept
_SPARED = 0.9  # of the seconds that a share should leave: frames differ in weight


def has_film(scene: Scene) -> bool:
    """Tell whether anything in a scene moves."""
    return any(moves(node) for node in scene.nodes)


def shortened(scene: Scene, share: float) -> tuple[Scene, int]:
    """Return a scene whose films last a share of their seconds, and how long the longest does."""
    films = {n: max(1, int(n.film_s * share * _SPARED)) for n in scene.nodes if moves(n)}
    nodes = [replace(node, film_s=films[node]) if moves(node) else node for node in scene.nodes]
    return replace(scene, nodes=tuple(nodes)), max(films.values())


class Animator:
    """Makes films; settings are kept, as most films differ only in their first second."""

    def __init__(self, brush_on: BrushOn) -> None:
        self._brush_on = brush_on
        self._settings: Kept[Scene, Setting] = Kept(_MOST_SETTINGS)
        self._shared: Shared = Kept(_MOST_SETTINGS)

    def film(self, scene: Scene) -> tuple[bytes, tuple[str, ...]]:
        """Return a scene as a GIF that moves, and the assets that could not be drawn."""
        take = Take(scene, self._setting, self._brush_on)
        return take.film(), take.skipped

    def plain_film(self, scene: Scene) -> bytes:
        """Return the same film, every frame drawn and encoded in full."""
        return Take(scene, self._setting, self._brush_on).plain_film()

    def _setting(self, scene: Scene) -> Setting:
        """Return the setting of moments like this one, set up if need be."""
        key = replace(scene, nodes=tuple([_typical(node) for node in scene.nodes]))
        known = self._settings.get(key)
        if known is None:
            known = set_up(key, self._brush_on, self._shared)
            small = scene.width * scene.height * scene.density**2 <= _LARGEST_KEPT
            if small and not known.skipped:  # what is missing may be there later
                self._settings.put(key, known)
        return known


def _typical(node: Node) -> Node:
    return typical(node) if moves(node) else node
