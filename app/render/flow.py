"""How layers that overlap become rows that do not: for channels that cannot stack."""

from collections.abc import Sequence
from itertools import takewhile

from app.model.nodes.placing import Boxed, is_boxed
from app.model.scene import Box, Scene, Text
from app.render.colors import luminance, opaque, over
from app.render.elements.registry import LOOKS

_GROUND_SHARE = 0.6  # of the scene; a panel this large is the ground itself
BRIGHT = 0.5  # relative luminance


def ground(scene: Scene) -> str:
    """Return the colour below everything, as opaque `#rrggbb`."""
    paper = opaque(scene.background)
    for node in scene.nodes:
        if (color := _ground(node)) and _covers(node, scene):
            paper = over(color, paper)
    return paper


def columns(nodes: Sequence[Boxed]) -> tuple[list[Boxed], list[Boxed]] | None:
    """Return what stands left and right of a clear vertical gap beside a picture, if any."""
    pictures = [node for node in nodes if LOOKS[type(node)].is_photo]
    for edge in sorted({*map(right, pictures), *(node.box[0] for node in pictures)}):
        before = [node for node in nodes if right(node) <= edge]
        after = [node for node in nodes if node.box[0] >= edge]
        if before and after and len(before) + len(after) == len(nodes):
            return before, after
    return None


def content(scene: Scene) -> list[Boxed]:
    """Return the nodes that have something to say or show outside of a picture."""
    return [node for node in scene.nodes if is_boxed(node) and _is_content(node)]


def bands(nodes: Sequence[Boxed]) -> list[list[Boxed]]:
    """Return the nodes from top to bottom, those that stand side by side together."""
    found: list[list[Boxed]] = []
    for node in sorted(nodes, key=lambda node: (node.box[1], node.box[0])):
        middle = node.box[1] + node.box[3] // 2
        band = found[-1] if found else []
        beside = all(right(other) <= node.box[0] or right(node) <= other.box[0] for other in band)
        if band and beside and all(o.box[1] <= middle <= bottom(o) for o in band):
            band.append(node)
        else:
            found.append([node])
    return [sorted(band, key=lambda node: node.box[0]) for band in found]


def bottom(node: Boxed) -> int:
    """Return the first row of pixels below a node."""
    return node.box[1] + node.box[3]


def right(node: Boxed) -> int:
    """Return the first column of pixels right of a node."""
    return node.box[0] + node.box[2]


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether the middle of one box lies in another."""
    x, y = inner[0] + inner[2] // 2, inner[1] + inner[3] // 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def behind(text: Text, scene: Scene) -> str:
    """Return the colour a text needs behind it; empty where that is the scene's own ground."""
    paper = found = ground(scene)
    for node in takewhile(lambda node: node is not text, scene.nodes):
        if not is_boxed(node) or not holds(node.box, text.box):
            continue
        if color := _ground(node):
            found = paper if _covers(node, scene) else over(color, found)
        elif LOOKS[type(node)].is_photo:
            # Without layers the text leaves its photograph and must keep its contrast.
            found = "#16202a" if luminance(text.ink) > BRIGHT else "#ffffff"
    return "" if found == paper else found


def _is_content(node: Boxed) -> bool:
    look = LOOKS[type(node)]
    if look.html is None or node.box[2] <= 0:
        return False
    return look.is_empty is None or not look.is_empty(node)


def _ground(node: object) -> str:
    look = LOOKS[type(node)]
    return look.ground(node) if look.ground else ""


def _covers(node: object, scene: Scene) -> bool:
    if not is_boxed(node):
        return True
    return node.box[2] * node.box[3] >= scene.width * scene.height * _GROUND_SHARE
