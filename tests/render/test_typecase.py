"""Texts are shaped and letters cast right, and the same whether or not they were kept."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.render.bidi import Direction
from app.render.fonts import Face, FontBook
from app.render.typecase import Typecase

FONTS = Path(__file__).parents[2] / "static" / "fonts"
BOOK = FontBook(FONTS)
KEPT, FRESH = Typecase(), Typecase(keep=False)
LETTERS = "AVToé fiffl,.0158 ЖяΩό שלום مرحبًا नमस्ते ក្រ 漢字 ไทย ﷽"


def a_face(family: str = "body", weight: int = 400) -> Face:
    """Return the first face of a chain."""
    return BOOK.chain(family, weight)[0]


def written(case: Typecase, text: str, **options: object) -> Image.Image:
    """Return the mask of a text written on a sheet of 300 by 80."""
    fields: dict[str, object] = {
        "face": a_face(), "size": 28, "pen": (20.0, 50.0), "direction": Direction.LTR,
        "bold": False,
    } | options  # fmt: skip
    face, size, pen, direction, bold = fields.values()
    sheet = Image.new("L", (300, 80))
    shaped = case.shape(face, text, direction, "")  # type: ignore[arg-type]  # a builder takes any
    letters = case.letters(shaped, face, size, pen, bold=bold)  # type: ignore[arg-type]  # as above
    for letter, box in letters:
        sheet.im.paste(255, box, letter)
    return sheet


@settings(deadline=None, max_examples=150)
@given(
    text=st.text(st.sampled_from(LETTERS), max_size=16),
    family=st.sampled_from(["body", "heading", "Noto Sans Arabic", "Noto Sans Devanagari"]),
    size=st.integers(1, 90),
    pen=st.tuples(st.floats(-60, 320), st.floats(-40, 120)),
    how=st.tuples(st.sampled_from(Direction), st.booleans()),
)
def test_what_is_kept_changes_nothing(
    text: str, family: str, size: int, pen: tuple[float, float], how: tuple[Direction, bool]
) -> None:
    """Letters from the case are those cast anew, wherever they stand, also over the edges."""
    direction, bold = how
    options = {
        "face": a_face(family), "size": size, "pen": pen, "bold": bold, "direction": direction,
    }  # fmt: skip
    fresh = written(FRESH, text, **options).tobytes()
    assert fresh == written(KEPT, text, **options).tobytes()
    assert fresh == written(KEPT, text, **options).tobytes()


def test_letters_join_and_kern() -> None:
    """Arabic letters take joined forms, Latin pairs move together, conjuncts are one glyph."""
    arabic = a_face("Noto Sans Arabic")
    alone = {KEPT.shape(arabic, char, Direction.RTL, "").indices[0] for char in "ح"}
    joined = KEPT.shape(arabic, "ححح", Direction.RTL, "").indices
    pair = KEPT.shape(a_face(), "AV", Direction.LTR, "").width
    apart = sum(KEPT.shape(a_face(), char, Direction.LTR, "").width for char in "AV")
    conjunct = KEPT.shape(a_face("Noto Sans Devanagari"), "क्ष", Direction.LTR, "").indices
    assert len(set(joined)) == 3
    assert not alone & set(joined)
    assert pair < apart
    assert len(conjunct) == 1


def test_glyphs_name_their_characters() -> None:
    """The cluster of a glyph is the place of its character, from left to right."""
    assert KEPT.shape(a_face(), "aЖ5", Direction.LTR, "").clusters == (0, 1, 2)
    hebrew = a_face("Noto Sans Hebrew")
    assert KEPT.shape(hebrew, "שלו", Direction.RTL, "").clusters == (2, 1, 0)


def test_space_between_letters_widens_a_run() -> None:
    """A tenth of an em after each of three letters makes three tenths; marks stay on letters."""
    plain = KEPT.shape(a_face(), "né!", Direction.LTR, "")
    spaced = plain.spaced(0.1)
    assert spaced.width == pytest.approx(plain.width + 0.3)
    moved = [now - before for now, before in zip(spaced.xs, plain.xs, strict=True)]
    assert moved == pytest.approx([0, 0.1, 0.2])
    thai = KEPT.shape(a_face("Noto Sans Thai"), "นี้น", Direction.LTR, "")
    steps = {
        round(now - before, 3) for now, before in zip(thai.spaced(0.5).xs, thai.xs, strict=True)
    }
    assert steps == {0, 0.5}


def test_a_run_reaches_as_wide_as_it_is_drawn() -> None:
    """The ink of a text ends where its width says, at any size, within a pixel of bearing."""
    for size in (12, 40):
        width = KEPT.shape(a_face(), "mnm", Direction.LTR, "").width * size
        inked = written(KEPT, "mnm", size=size).getbbox()
        assert inked is not None
        assert inked[2] - 20 == pytest.approx(width, abs=size * 0.1 + 1)


def test_bold_is_thicker_and_no_wider() -> None:
    """A face without bold is thickened in place."""
    plain, bold = (written(KEPT, "mnm", bold=bold) for bold in (False, True))
    assert sum(bold.tobytes()) > 1.15 * sum(plain.tobytes())


def test_small_letters_are_spaced_evenly() -> None:
    """Letters stand on quarters of a pixel: equal letters are equally far apart within a third."""
    text = "l" * 12
    row = written(KEPT, text, size=13).crop((0, 45, 300, 46)).tobytes()
    width = KEPT.shape(a_face(), text, Direction.LTR, "").width * 13 / len(text)
    weights = [
        sum(row[max(0, round(20 + width * n)) : round(20 + width * (n + 1))]) for n in range(12)
    ]
    assert max(weights) - min(weights) < 90


def test_metrics_and_pictures() -> None:
    """A face says how high it stands; an emoji is a colour picture over the baseline."""
    above, below = KEPT.reach(a_face())
    assert 0.9 < above < 1.2
    assert 0.2 < below < 0.4
    emoji = next(face for face in BOOK.chain("body", 400) if face.color)
    found = KEPT.strike(emoji, KEPT.shape(emoji, "👩🏽‍🚀", Direction.LTR, "").indices[0])
    assert found is not None
    picture, (_, top) = found
    assert picture.mode == "RGBA"
    assert 0.7 < top < 1.1
    assert KEPT.strike(a_face(), KEPT.shape(a_face(), "a", Direction.LTR, "").indices[0]) is None


def test_the_locale_of_the_process_changes_nothing() -> None:
    """Forms by language (Serbian, Turkish) come from the text's language alone."""
    program = (
        "import locale; locale.setlocale(locale.LC_ALL, '')\n"
        "from tests.render.test_typecase import *\n"
        "print(KEPT.shape(a_face(), 'fiбгд', Direction.LTR, ''))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"LC_ALL": name, "LANG": name, "PATH": ""},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for name in ("C.UTF-8", "C")
    }
    assert len(said) == 1


def test_shapes_and_letters_are_bounded() -> None:
    """However many texts are drawn, what is kept stays within its bytes."""
    case = Typecase(shape_bytes=20_000, sort_bytes=30_000)
    for number in range(300):
        written(case, f"text {number}", size=10 + number % 50)
    assert case.weight <= 50_000
