"""How layers that overlap become rows that do not: for channels that cannot stack."""

from collections.abc import Sequence

from app.model.scene import Box, Color, Fill, Map, Panel, Picture, Progress, Scene, Text
from app.render.colors import luminance, rgba
from app.render.graphemes import clamp

Content = Text | Picture | Progress | Map
_GROUND_SHARE = 0.6  # of the scene; a panel this large is the ground itself
BRIGHT = 0.5  # relative luminance


def ground(scene: Scene) -> str:
    """Return the colour below everything, as opaque `#rrggbb`."""
    paper = opaque(scene.background)
    for node in scene.nodes:
        if isinstance(node, Fill) or (isinstance(node, Panel) and _covers(node, scene)):
            paper = over(node.color, paper)
    return paper


def columns(nodes: Sequence[Content]) -> tuple[list[Content], list[Content]] | None:
    """Return what stands left and right of a clear vertical gap beside a picture, if any."""
    pictures = [node for node in nodes if isinstance(node, Picture)]
    for edge in sorted({*map(right, pictures), *(node.box[0] for node in pictures)}):
        before = [node for node in nodes if right(node) <= edge]
        after = [node for node in nodes if node.box[0] >= edge]
        if before and after and len(before) + len(after) == len(nodes):
            return before, after
    return None


def visible(node: Content) -> bool:
    """Tell whether a node has something to say or show."""
    return node.box[2] > 0 and (not isinstance(node, Text) or bool(clamp(node.content).strip()))


def bands(nodes: Sequence[Content]) -> list[list[Content]]:
    """Return the nodes from top to bottom, those that stand side by side together."""
    found: list[list[Content]] = []
    for node in sorted(nodes, key=lambda node: (node.box[1], node.box[0])):
        middle = node.box[1] + node.box[3] // 2
        band = found[-1] if found else []
        beside = all(right(other) <= node.box[0] or right(node) <= other.box[0] for other in band)
        if band and beside and all(o.box[1] <= middle <= bottom(o) for o in band):
            band.append(node)
        else:
            found.append([node])
    return [sorted(band, key=lambda node: node.box[0]) for band in found]


def bottom(node: Content) -> int:
    """Return the first row of pixels below a node."""
    return node.box[1] + node.box[3]


def right(node: Content) -> int:
    """Return the first column of pixels right of a node."""
    return node.box[0] + node.box[2]


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether the middle of one box lies in another."""
    x, y = inner[0] + inner[2] // 2, inner[1] + inner[3] // 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def opaque(color: Color) -> str:
    """Return a colour as it looks on white."""
    return over(color, "#ffffff")


def over(color: Color, ground: str) -> str:
    """Return a colour as it looks on a ground: mail knows no alpha."""
    *paint, alpha = rgba(color)
    below = rgba(ground)[:3]
    return "#" + "".join(
        f"{round(b + (a - b) * alpha / 255):02x}" for a, b in zip(paint, below, strict=True)
    )


def behind(text: Text, scene: Scene) -> str:
    """Return the colour a text needs behind it; empty where that is the scene's own ground."""
    paper = found = ground(scene)
    for node in scene.nodes:
        if node is text:
            break
        if isinstance(node, Panel) and node.color and holds(node.box, text.box):
            found = paper if _covers(node, scene) else over(node.color, found)
        elif isinstance(node, Picture) and holds(node.box, text.box):
            # Without layers the text leaves its photograph and must keep its contrast.
            found = "#16202a" if luminance(text.ink) > BRIGHT else "#ffffff"
    return "" if found == paper else found


def _covers(panel: Panel, scene: Scene) -> bool:
    area = panel.box[2] * panel.box[3]
    return bool(panel.color) and area >= scene.width * scene.height * _GROUND_SHARE
