"""Rows on disk: the same that were written, found by key, and harmless when damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.sources.rowfile import RowFile, write_rows
from app.model.facts import Missing, Why
from app.model.money import Money
from app.model.source import Row, keyed

VALUES = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Money, st.integers(), st.sampled_from(["EUR", "USD"])),
    st.builds(Missing, st.sampled_from(Why), st.just("source.x")),
)
ROWS = st.lists(st.dictionaries(st.sampled_from("abcd"), VALUES), max_size=20).map(tuple)


def written(folder: Path, rows: tuple[Row, ...], key: str = "sku") -> RowFile:
    """Write rows and open them."""
    path = folder / "some.rows"
    write_rows(path, rows, key)
    return RowFile(path, key)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_what_was_written_is_read(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    """Every row comes back equal, whatever types its values have."""
    file = written(tmp_path, rows, "a")
    assert tuple(file.all()) == rows
    assert file.first(3) == rows[:3]
    assert dict(file) == keyed(rows, "a")


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 5000])
def test_each_row_is_found_by_its_key(tmp_path: Path, count: int) -> None:
    """Look-ups find exactly the row with the key, at every size of the index."""
    rows = tuple({"sku": f"S{number}", "n": number} for number in range(count))
    file = written(tmp_path, rows)
    assert len(file) == count
    for number in range(0, count, 7):
        assert file[f"S{number}"] == rows[number]
    assert file.get(f"S{count}") is None


def test_of_two_rows_with_one_key_the_first_is_found(tmp_path: Path) -> None:
    """As `keyed` does."""
    file = written(tmp_path, ({"sku": "A", "n": 1}, {"sku": "A", "n": 2}))
    assert file["A"] == {"sku": "A", "n": 1}


def test_who_holds_the_former_rows_may_read_on(tmp_path: Path) -> None:
    """A file that is replaced stays what it was for who has it open."""
    former = written(tmp_path, ({"sku": "A", "n": 1},))
    (tmp_path / "some.rows").unlink()
    written(tmp_path, ({"sku": "A", "n": 2},))
    assert former["A"] == {"sku": "A", "n": 1}


@pytest.mark.parametrize("kept", [0, 7, 16, 40, -1])
def test_a_file_cut_short_is_none(tmp_path: Path, kept: int) -> None:
    """What lost its end is not opened."""
    written(tmp_path, ({"sku": "A", "at": datetime(2026, 1, 1, tzinfo=UTC)},) * 3)
    path = tmp_path / "some.rows"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ValueError, match=r"short|not all"):
        RowFile(path, "sku")


def test_a_file_cut_while_open_finds_nothing(tmp_path: Path) -> None:
    """A look-up in what is damaged misses; nobody's process ends."""
    file = written(tmp_path, tuple({"sku": f"S{n}"} for n in range(1000)))
    (tmp_path / "some.rows").write_bytes(b"x" * 100)
    assert file.get("S500") is None
