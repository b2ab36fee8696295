"""Faces are opened at their weight, and something is drawn when their file is gone."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from app.render.coverage import Coverage
from app.render.fonts import Face
from app.render.founts import Fount


def a_bar() -> object:
    """Return a glyph that is a bar of 100 by 500."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (100, 500), (100, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def a_variable_font() -> bytes:
    """Return a typeface of one letter whose bar grows by 300 between weight 400 and 900."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": a_bar(), "A": a_bar()})
    builder.setupHorizontalMetrics({".notdef": (200, 0), "A": (200, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Bar", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    deltas = [(0, 0), (0, 0), (300, 0), (300, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
    builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, deltas)]})
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("weight", "width"), [(400, 100), (900, 400), (650, 250)])
def test_a_variable_file_is_opened_at_its_weight(weight: int, width: int) -> None:
    """One file is as many weights as are asked of it."""
    face = Face("bar", weight, None, Coverage([(65, 65)]), "bar", a_variable_font())
    assert Fount(face, 0).plain.get_glyph_extents(1).width == width


def test_a_file_that_is_gone_is_the_last_resort() -> None:
    """The letters that Pillow brings take the place of a file that cannot be opened."""
    gone = Fount(Face("x", 400, Path("/none.ttf"), Coverage([(65, 65)]), "x"), 0)
    assert gone.plain.get_nominal_glyph(65)
