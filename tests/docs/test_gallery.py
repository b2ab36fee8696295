"""The gallery shows everything, and its examples are without fault."""

import re

import pytest
from PIL import ImageChops, ImageStat

from app.authoring import check_block
from app.authoring.options import described_kinds
from app.demo.gallery.examples import Example
from tests.docs.gallery import PAGE, PICTURES, SHEET, first_frame, page, sheet, the_gallery

GALLERY, WORLD, _ = the_gallery()
EXAMPLES = pytest.mark.parametrize("example", GALLERY.examples.values(), ids=lambda e: e.name)
TOLERANCE = 1.5  # of 255, over all pixels and channels


def difference(one: bytes, other: bytes) -> float:
    """Return by how much two pictures differ; those of different size differ entirely."""
    first, second = first_frame(one), first_frame(other)
    if first.size != second.size:
        return 255.0
    return sum(ImageStat.Stat(ImageChops.difference(first, second)).mean) / 3


@EXAMPLES
def test_an_example_is_without_fault(example: Example) -> None:
    """An example has no finding, and says what it shows."""
    found = check_block(
        example.document,
        file=example.name,
        name=re.sub(r"[._]", "-", example.name),
        assets=WORLD.assets,
        brand_colors=WORLD.brand.colors,
    )

    assert [str(problem) for problem in found] == []
    assert example.caption.endswith(".")


@EXAMPLES
def test_an_example_is_drawn_whole_and_as_in_the_documentation(example: Example) -> None:
    """No asset is skipped, and the picture in docs/ is this one: `make docs`."""
    drawing = GALLERY.drawing(example)

    assert drawing.skipped == ()
    assert difference((PICTURES / example.file).read_bytes(), drawing.body) < TOLERANCE


@EXAMPLES
def test_an_example_is_mail_safe(example: Example) -> None:
    """Every example can be written as HTML."""
    assert GALLERY.html(example, "/static/demo").startswith("<table")


def test_the_page_is_up_to_date() -> None:
    """docs/elements.md is what the examples make: `make docs`."""
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.no_cover
def test_pictures_are_those_of_examples() -> None:
    """No picture is left of an example that went, and the sheet shows them all."""
    drawn = {path.name: path.read_bytes() for path in PICTURES.iterdir()}

    assert sorted(drawn) == sorted(e.file for e in GALLERY.examples.values())
    assert difference(SHEET.read_bytes(), sheet(drawn)) < TOLERANCE


@pytest.mark.parametrize("kind", described_kinds(), ids=lambda kind: kind.name)
def test_every_option_is_shown(kind) -> None:
    """A kind has an example, and each of its options stands in one."""
    shown = "\n".join(e.document for e in GALLERY.examples.values() if e.kind == kind.name)

    assert f"- {kind.name}:" in shown
    assert [o.name for o in kind.options if not re.search(rf"\b{o.name}:\s", shown)] == []
