"""Why a scene is heavy, and what would make it lighter: found by drawing it otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.model.nodes.placing import extent
from app.model.rendering import Format
from app.model.scene import Countdown, Map, Node, Picture, Scene, Text
from app.render import Drawing

Draw = Callable[[Scene, Format], Drawing]
_TRIED = 8  # elements, the largest
_SHARE = 0.3  # of the weight from which an element is named
_SHOWN = 20  # characters of a text
_FILMS_S = (60, 20, 5)  # seconds that are tried


def heaviest(scene: Scene, kind: Format, size: int, draw: Draw, names: Mapping[str, str]) -> str:
    """Return the element without which the scene is lightest, and how much it covers.

    Empty when none makes much of a difference. `names` are those of assets, by digest.
    """
    by_area = sorted(range(len(scene.nodes)), key=lambda at: -_share(scene, at))[:_TRIED]
    best, least = -1, (1 - _SHARE) * size
    for at in by_area:
        left = replace(scene, nodes=(*scene.nodes[:at], *scene.nodes[at + 1 :]))
        weight = len(draw(left, kind).body)
        if weight < least:
            best, least = at, weight
    if best < 0:
        return ""
    return f"{_named(scene.nodes[best], names)}, which covers {100 * _share(scene, best):.0f} %"


def advice(scene: Scene, kind: Format, least: int, draw: Draw) -> str:
    """Return the smallest change that brings a scene to `least` bytes, with what it then weighs."""
    for words, changed, as_kind in _changes(scene, kind):
        drawing = draw(changed, as_kind)
        if len(drawing.body) <= least and not drawing.reduced:
            return f"{words}: then it weighs {len(drawing.body) // 1000:,} kB."
    return "Draw less on it, or smaller."


def _changes(scene: Scene, kind: Format) -> list[tuple[str, Scene, Format]]:
    """Return what can be changed, the mildest change first."""
    films = [node.film_s for node in scene.nodes if isinstance(node, Countdown)]
    found: list[tuple[str, Scene, Format]] = []
    if kind is Format.GIF and films:
        if any(isinstance(node, Countdown) and node.full_frames for node in scene.nodes):
            found.append(("Leave out `full_frames`", _filmed(scene, whole=False), kind))
        found += [
            (f"Write `duration: {seconds}`", _filmed(scene, most=seconds), kind)
            for seconds in _FILMS_S
            if seconds < max(films)
        ]
    elif kind is not Format.JPG:
        found.append(("Write `format: jpg`", scene, Format.JPG))
    if scene.density > 1:
        found.append(("Write `density: 1`", replace(scene, density=1), kind))
    return found


def _filmed(scene: Scene, *, whole: bool = True, most: int = 1_000) -> Scene:
    nodes = (
        replace(n, film_s=min(n.film_s, most), full_frames=n.full_frames and whole)
        if isinstance(n, Countdown)
        else n
        for n in scene.nodes
    )
    return replace(scene, nodes=tuple(nodes))


def _share(scene: Scene, at: int) -> float:
    """Return how much of a scene a node covers, 0 to 1."""
    box = extent(scene.nodes[at])
    if box is None:
        return 1.0
    across = min(box[0] + box[2], scene.width) - max(box[0], 0)
    down = min(box[1] + box[3], scene.height) - max(box[1], 0)
    return max(0, across) * max(0, down) / (scene.width * scene.height)


def _named(node: Node, names: Mapping[str, str]) -> str:
    match node:
        case Picture(asset=asset):
            return f"the picture {names[asset]}" if asset in names else "the picture"
        case Text(content=content):
            return f"the text “{content[:_SHOWN]}”"
        case Map():
            return "the map"
        case _:
            return f"the {node.kind}"
