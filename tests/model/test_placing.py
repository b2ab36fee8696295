"""Nodes are where their boxes and points are."""

from app.model.nodes.fill import Fill
from app.model.nodes.line import Line
from app.model.nodes.panel import Panel
from app.model.nodes.placing import extent, moved

PANEL = Panel(box=(10, 20, 30, 40))
LINE = Line(points=(9, 2, 3, 8), color="#000000ff")
FILL = Fill(color="#000000ff")


def test_the_extent_surrounds_a_node() -> None:
    """A box is its own extent, points are surrounded, a fill is everywhere."""
    assert extent(PANEL) == (10, 20, 30, 40)
    assert extent(LINE) == (3, 2, 6, 6)
    assert extent(FILL) is None


def test_moving_changes_the_place_and_nothing_else() -> None:
    """Boxes and points move, sizes stay; what is everywhere stays where it is."""
    assert moved(PANEL, 5, -5) == Panel(box=(15, 15, 30, 40))
    assert moved(LINE, 1, 2) == Line(points=(10, 4, 4, 10), color="#000000ff")
    assert moved(FILL, 5, 5) is FILL
