"""What no typeface has is told: letters as well as pictures, in whatever element they stand."""

import shutil
from pathlib import Path

import pytest

from app.model.nodes.badge import BadgeShape
from app.model.nodes.code import Code, Symbology
from app.model.scene import Badge, Node
from app.render import FontBook
from app.render.lacking import lacking
from tests.render.conftest import FONTS
from tests.render.scenes import ACCENT, GREETINGS, INK, PAPER, a_scene, a_text

NEW = "\U0001faea"  # a picture of Unicode 17
CHEROKEE = "Ꮳ"


@pytest.mark.parametrize("text", [*GREETINGS.values(), "★ 4.8 ✓ → ❶ ♪ ⇒ ☎︎", "a\u200eb\tc\u00a0d"])
def test_nothing_is_said_of_what_is_drawn(fonts: FontBook, text: str) -> None:
    """Letters, signs, pictures and what is invisible."""
    assert not lacking(a_scene(a_text(text)), fonts)


@pytest.mark.parametrize(
    "node",
    [
        a_text(f"Hi {NEW} and {CHEROKEE}, {NEW}"),
        Badge(
            content=f"{NEW}{CHEROKEE}",
            box=(0, 0, 60, 30),
            shape=BadgeShape.PILL,
            color=ACCENT,
            ink=INK,
        ),
    ],
)
def test_each_is_told_once(fonts: FontBook, node: Node) -> None:
    """In the order in which they come."""
    assert lacking(a_scene(node), fonts) == NEW + CHEROKEE


def test_what_is_not_drawn_as_letters_is_not_looked_at(fonts: FontBook) -> None:
    """A QR code holds any character."""
    code = Code(
        value=NEW, box=(0, 0, 60, 60), symbology=Symbology.QR, ink=INK, ground=PAPER
    )  # fmt: skip
    assert not lacking(a_scene(code), fonts)


def test_uploaded_typefaces_count(tmp_path: Path) -> None:
    """What a family's own file has is not lacking where that family is used."""
    shutil.copy(FONTS / "NotoSansHebrew-Regular.ttf", tmp_path / "NotoSansHebrew-Regular.ttf")
    own = (FONTS / "Fraunces-Regular.ttf").read_bytes()
    book = FontBook(tmp_path, uploaded={"own": own}.get)
    assert lacking(a_scene(a_text("Nguyễn")), book) == "ễ"
    assert not lacking(a_scene(a_text("Nguyễn", font="Own|400:own")), book)
