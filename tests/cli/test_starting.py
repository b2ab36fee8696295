"""`opentime new`, as one would type it."""

import pytest

from app.errors import Conflict, NotFound
from tests.cli.test_commands import run


def test_starters_are_listed():
    """Each with what it does and needs."""
    said = run("new")
    assert "nearest-store" in said
    assert "Countdown to a sale's end" in said


def test_a_draft_is_made_of_a_starter_or_of_nothing(tmp_path):
    """In an empty home too: it compiles, draws, and has no finding."""
    assert "/studio/blocks/mine/design" in run(
        "new", "mine", "--from", "nearest-store", home=tmp_path
    )
    run("new", "bare", home=tmp_path)
    assert run("check", home=tmp_path).endswith("2 checked: 0 error(s), 0 warning(s)")
    with pytest.raises(Conflict):
        run("new", "mine", home=tmp_path)
    with pytest.raises(NotFound):
        run("new", "other", "--from", "nothing", home=tmp_path)
