"""What a scene says, as one line: for channels of plain text that are told nothing else."""

from app.model.scene import Scene
from app.render.elements.registry import LOOKS
from app.render.flow import bands, content
from app.render.textual import sentences


def scene_line(scene: Scene) -> str:
    """Return the words of a scene's elements as sentences, from top to bottom."""
    nodes = [node for band in bands(content(scene)) for node in band]
    said = ((LOOKS[type(node)].words, node) for node in nodes)
    return sentences([words(node) for words, node in said if words is not None])
