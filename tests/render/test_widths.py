"""Widths of stretches of a text come from what was measured once."""

from app.render import FontBook
from app.render.bidi import Direction
from app.render.passage import passage, spans
from app.render.widths import Widths
from app.render.words import Word, Words
from tests.render.scenes import a_text


def test_a_part_of_a_word_is_measured_once_for_all_sizes(fonts: FontBook) -> None:
    """Ideographs know no blanks: each may end a line, at every size that is tried."""
    node = a_text("新宿の店")
    words = Words(passage(node, spans(node), fonts, "ja"), Direction.LTR, fonts)
    measured: list[str] = []

    def measure(word: Word) -> float:
        measured.append(word.text)
        return float(len(word.text))

    widths = Widths(words, 1, measure)
    measured.clear()
    assert [widths.ems(1, 3) for _ in range(9)] == [[2.0]] * 9
    assert measured == ["宿の"]
