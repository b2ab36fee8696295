"""Ids that come twice are found with the line they came on first, however many there are."""

import pytest

from app.imports.duplicates import Duplicates


@pytest.mark.parametrize("few", [0, 1_000, 1_000_000])
def test_an_id_that_comes_again_is_found(few):
    """Before and after the set gives way to the table, and while the table grows."""
    duplicates = Duplicates(few=few)
    for start in range(0, 120_000, 30_000):
        numbers = range(start, start + 30_000)
        assert duplicates.earlier([f"C{n}" for n in numbers], [n + 2 for n in numbers]) == {}

    found = duplicates.earlier(
        ["C7", "new", "C119999", "new"], [200_001, 200_002, 200_003, 200_004]
    )

    assert found == {0: 9, 2: 120_001, 3: 200_002}
