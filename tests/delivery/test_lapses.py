"""Answers that were not what was meant are counted by block, cause and brand, within bounds."""

from app.delivery.lapses import Lapses


def test_names_that_strangers_make_up_are_counted_together():
    """A block that never existed has no line of its own."""
    lapses = Lapses()
    for number in range(3):
        lapses.note(f"made-up-{number}", "unknown-block", "b")
    lapses.note("hero", "weather timeout", "b")
    assert lapses.counts == {
        ("", "unknown-block", "b"): 3,
        ("hero", "weather timeout", "b"): 1,
    }


def test_the_table_is_bounded():
    """However many kinds there are, no count is lost."""
    lapses = Lapses()
    for number in range(5_000):
        lapses.note(f"block-{number}", "deadline", "")
    assert lapses.total() == 5_000
    assert len(lapses.counts) <= 1_001
