"""Lines end where a reader of the script expects."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker

from app.render.graphemes import clusters
from app.render.linebreaks import has_ideographs, line_stops


def parts(text: str, language: str = "") -> list[str]:
    """Return the unbreakable pieces of a text."""
    return [text[start:end] for start, end in pairwise([0, *line_stops(text, language)])]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("one two", "", "one |two"),
        ("twenty-one", "", "twenty-|one"),
        ("-5 is", "", "-5 |is"),
        ("5\u00a0km off", "de", "5\u00a0km |off"),
        ("€5.00 (50%) off", "", "€5.00 |(50%) |off"),
        ("渡辺さん。", "ja", "渡|辺|さ|ん。"),
        ("「東京」へ", "ja", "「東|京」|へ"),
        ("ショッキー", "ja", "ショッ|キー"),
        ("セール", "zh", "セー|ル"),
        ("你好，王小明（今日）", "zh", "你|好，|王|小|明|（今|日）"),
        ("안녕하세요, 김민준 님", "ko", "안녕하세요, |김민준 |님"),
        ("สวัสดีคุณสมชาย", "th", "สวัสดี|คุณ|สมชาย"),
        ("ສະບາຍດີບຸນມີ", "lo", "ສະບາຍດີ|ບຸນ|ມີ"),
        ("សួស្តីសុខាថ្ងៃនេះ", "km", "សួស្តី|សុខា|ថ្ងៃនេះ"),
        ("မင်္ဂလာပါအောင်ယနေ့", "my", "မင်္ဂလာ|ပါ|အောင်|ယနေ့"),
        ("สวัสดีคุณ", "", "สวัสดี|คุณ"),
        ("مرحبًا، فاطمة", "ar", "مرحبًا، |فاطمة"),
        ("ל-Soho 3", "he", "ל-Soho |3"),
        ("a\nb", "", "a\n|b"),
        ("👩‍👩‍👧‍👦👍🏽🇩🇪🇫🇷", "", "👩‍👩‍👧‍👦|👍🏽|🇩🇪|🇫🇷"),
        ("Hi", "no such tag!", "Hi"),
        ("Höhe a", "xx", "Höhe |a"),
        ("", "", ""),
    ],
)
def test_pieces_end_where_lines_may(text: str, language: str, expected: str) -> None:
    """Blanks, hyphens, ideographs and words of a dictionary end pieces; glue and kinsoku do not."""
    assert expected == "|".join(parts(text, language))


@given(st.text(max_size=60), st.sampled_from(["", "en", "ja", "th"]))
@settings(max_examples=300, deadline=None)
def test_lines_end_between_graphemes(text: str, language: str) -> None:
    """The pieces are the text, and none ends within what a reader sees as one character."""
    stops = line_stops(text, language)
    ends = {0}
    for cluster in clusters(text):
        ends.add(max(ends) + len(cluster))
    assert set(stops) <= ends
    assert stops == sorted(set(stops))
    assert (stops[-1] if stops else 0) == len(text)


@given(st.lists(st.from_regex(r"[A-Za-z0-9]+[,.]?", fullmatch=True), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_plain_words_are_parted_as_all_others(words: list[str]) -> None:
    """The short way for plain words finds what ICU finds."""
    text = " ".join(words)
    assert list(LineBreaker(text, "en-u-lb-strict")) == parts(text)


def test_squares_are_told_from_letters() -> None:
    """Han, kana and Hangul stand in squares, other scripts do not."""
    assert [has_ideographs(word) for word in ("王", "カナ", "김", "Ａ", "ab", "สวัสดี")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
