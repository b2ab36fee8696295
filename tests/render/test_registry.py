"""Every kind of node has a look, and each look can be used."""

from dataclasses import fields
from typing import get_args

import pytest

from app.model.scene import Node
from app.render.elements.registry import LOOKS

KINDS = get_args(Node)


def test_every_node_has_a_look() -> None:
    """Whoever adds a node says how it is painted, in the order of the model."""
    assert list(KINDS) == list(LOOKS)


@pytest.mark.parametrize("kind", LOOKS, ids=lambda kind: kind.__name__)
def test_what_is_in_a_mail_has_a_place(kind: type) -> None:
    """A kind with HTML has a box: rows and columns are made of boxes."""
    if LOOKS[kind].html is not None:
        assert "box" in {field.name for field in fields(kind)}


def test_kinds_are_told_apart() -> None:
    """Two nodes of different kinds with the same fields are different scenes."""
    names = [{field.name: field.default for field in fields(kind)}["kind"] for kind in KINDS]

    assert len(set(names)) == len(KINDS)
    assert all(fields(kind)[-1].name == "kind" for kind in KINDS)
