"""Texts shrink to fit, then end in an ellipsis; runs follow script and direction."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.render import FontBook
from app.render.bidi import Direction
from app.render.fitting import ELLIPSIS
from app.render.setting import Setting
from app.render.typecase import Typecase
from app.render.typesetting import Typesetter
from tests.render.scenes import a_text

FONTS = Path(__file__).parents[2] / "static" / "fonts"
TYPESETTER = Typesetter(FontBook(FONTS), Typecase())


@pytest.fixture
def typesetter(fonts: FontBook) -> Typesetter:
    """Return a typesetter with the bundled faces."""
    return Typesetter(fonts, Typecase())


def said(setting: Setting) -> list[str]:
    """Return what each line says from left to right."""
    return ["".join(run.text for run in line.runs) for line in setting.lines]


def test_a_text_that_fits_keeps_its_size(typesetter: Typesetter) -> None:
    """Nothing shrinks without need."""
    setting = typesetter.fit(a_text("Hi", size=20, min_size=10), 2)
    assert (setting.lines[0].size, said(setting)) == (40, ["Hi"])


def test_a_text_shrinks_until_it_fits(typesetter: Typesetter) -> None:
    """The largest size that fits is taken."""
    node = a_text("Good evening, Anastasia", size=28, min_size=6)
    setting = typesetter.fit(node, 1)
    size = setting.lines[0].size
    assert 6 < size < 28
    assert setting.lines[0].width <= 100
    larger = a_text(node.content, size=size + 1, min_size=size + 1)
    assert said(typesetter.fit(larger, 1))[0].endswith(ELLIPSIS)


def test_height_bounds_the_lines(typesetter: Typesetter) -> None:
    """A box of one line's height takes one line, whatever `lines` says."""
    setting = typesetter.fit(a_text("one two three four five six", lines=5, box=(0, 0, 60, 20)), 1)
    assert len(setting.lines) == 1


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_is_left_over_becomes_an_ellipsis(typesetter: Typesetter, lines: int) -> None:
    """The last line says that there is more, and fits."""
    text = "The quick brown fox jumps over the lazy dog, twice, and again"
    setting = typesetter.fit(a_text(text, lines=lines, box=(0, 0, 90, 90)), 1)
    assert lines == len(setting.lines)
    assert said(setting)[-1].endswith(ELLIPSIS)
    assert all(line.width <= 90 for line in setting.lines)


def test_an_ellipsis_does_not_cut_a_grapheme(typesetter: Typesetter) -> None:
    """A family of four is there whole or not at all."""
    setting = typesetter.fit(a_text("👩‍👩‍👧‍👦" * 30), 1)
    assert {"👩‍👩‍👧‍👦", ELLIPSIS} == {run.text for run in setting.lines[0].runs}


def test_a_right_to_left_text_reads_from_the_right(typesetter: Typesetter) -> None:
    """The first word stands rightmost, a foreign name keeps its order."""
    setting = typesetter.fit(a_text("שלום Nike", box=(0, 0, 400, 40)), 1)
    assert Direction.RTL is setting.direction
    assert [run.text for run in setting.lines[0].runs] == ["Nike", " ", "שלום"]


def test_a_line_end_in_a_single_line_text_is_a_blank(typesetter: Typesetter) -> None:
    """One line stays one line."""
    assert said(typesetter.fit(a_text("a\nb"), 1)) == ["a b"]


def test_a_language_that_is_no_language_is_ignored(typesetter: Typesetter) -> None:
    """A hostile language tag does not reach the shaper."""
    assert typesetter.fit(a_text("Hi"), 1) == typesetter.fit(a_text("Hi", language="x;{}"), 1)


def test_a_japanese_text_takes_japanese_shapes(typesetter: Typesetter) -> None:
    """Kana tell which shapes ideographs need when no language does."""
    runs = typesetter.fit(a_text("渡辺さん", box=(0, 0, 400, 40)), 1).lines[0].runs
    assert {"notosansjp"} == {run.face.family for run in runs}


def test_a_huge_name_is_bounded(typesetter: Typesetter) -> None:
    """A million characters with marks and overrides are set like 500."""
    name = ("\u202eש\u0301\u0302\u0303\u0304\u0305\u0306" + "x") * 200_000
    setting = typesetter.fit(a_text(name, lines=3), 1)
    assert len("".join(said(setting))) < 500


@pytest.mark.parametrize("text", ["ש\u064e", "ক\u0301", "a\u0951"])
def test_a_mark_from_another_script_leaves_no_box(typesetter: Typesetter, text: str) -> None:
    """A mark that the face of its letter lacks is left out, not drawn as an empty box."""
    (run,) = typesetter.fit(a_text(text), 1).lines[0].runs
    assert 0 not in run.shaped.indices


@pytest.mark.parametrize(
    ("text", "language", "families"),
    [
        ("今…すぐ", "ja", {"notosansjp"}),
        ("“你好”——王", "zh", {"notosanssc"}),
        ("it’s “here”…", "en", {"notosans"}),
        ("“——王”…", "zh", {"notosanssc"}),
        ("“…”", "zh", {"notosans"}),
        ("김“님”…", "ko", {"notosans", "notosanskr"}),
    ],
)
def test_shared_signs_are_those_of_ideographs_beside(
    typesetter: Typesetter, text: str, language: str, families: set[str]
) -> None:
    """Quotes, dashes and dots beside ideographs come from their typeface, else from the body's."""
    node = a_text(text, language=language, box=(0, 0, 400, 40))
    runs = typesetter.fit(node, 1).lines[0].runs
    assert families == {run.face.family for run in runs if run.text != " "}


@settings(deadline=None, max_examples=200)
@given(
    st.text(st.sampled_from("AVTo fi,.0158 é\n…ش"), max_size=24),
    st.tuples(st.integers(-2, 40), st.integers(-2, 40), st.integers(0, 300)),
    st.sampled_from([(), ("#ff0000ff",)]),
    st.sampled_from(["", "ar", "tr"]),
)
def test_the_short_way_sets_what_the_long_way_sets(
    content: str, sizes: tuple[int, int, int], inks: tuple[str, ...], language: str
) -> None:
    """A plain text in one line is set like any other."""
    size, least, width = sizes
    node = a_text(
        content, size=size, min_size=least, box=(0, 0, width, 40), inks=inks, language=language
    )
    assert TYPESETTER.fit_any(node, 2) == TYPESETTER.fit(node, 2)
