"""What authoring knows of a kind of element."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.authoring.drawing import Form
from app.authoring.schema_parts import Schema
from app.model.scene import Color, Text

N = TypeVar("N")


def _no_texts(node: object) -> tuple[Text, ...]:  # noqa: ARG001  # a kind's texts
    return ()


def _unknown(node: object) -> None:  # noqa: ARG001  # a kind's ground
    return None


@dataclass(frozen=True, slots=True)
class Kind(Generic[N]):
    """Its schema, how its fields become a node, and what the checks of a layout ask of that node.

    `texts` returns the texts that are drawn with the element's `ink`, for size and contrast.
    `ground` returns the one colour that lies behind what is drawn over it, "" when it covers
    nothing, None when the colour is not known.
    """

    schema: Schema
    build: Callable[[Form], N]
    texts: Callable[[N], tuple[Text, ...]] = _no_texts
    ground: Callable[[N], Color | None] = _unknown
