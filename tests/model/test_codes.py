"""What codes take, and what their check digits prove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.codes import Symbology, check_digit, coded, ean_problem, modules, problem


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_a_single_wrong_digit_is_found(body: str, place: int, shift: int) -> None:
    """An EAN with any one digit mistaken is refused, the right one is taken."""
    right = body + check_digit(body)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    assert coded(Symbology.EAN_13, right) == right
    assert coded(Symbology.EAN_13, wrong) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5901234123457", "5901234123457"),
        ("  590-1234 123457 ", "5901234123457"),
        ("036000291452", "0036000291452"),  # UPC-A
        ("590123412345", None),  # no check digit, and no UPC-A
        ("٥٩٠١٢٣٤١٢٣٤٥٧", None),
        ("", None),
    ],
)
def test_numbers_of_products(written: str, expected: str | None) -> None:
    """Blanks and hyphens are not part of an EAN, a missing first zero is."""
    assert coded(Symbology.EAN_13, written) == expected


@pytest.mark.parametrize("symbology", Symbology)
@pytest.mark.parametrize("value", ["", "   ", "a\nb", "x" * 301, "5901234123450", "Ünïcödé", "A1"])
def test_what_is_refused_is_explained(symbology: Symbology, value: str) -> None:
    """There is a problem exactly when a value cannot be coded, and it names a remedy."""
    found = problem(symbology, value)

    assert (coded(symbology, value) is None) == (found is not None)
    assert found is None or all(found)


def test_a_wrong_check_digit_is_named() -> None:
    """The message says which digit would be right."""
    found = ean_problem("5901234123450")

    assert found is not None
    assert "its check digit is 0, not 7" in found[0]


@pytest.mark.parametrize("symbology", [each for each in Symbology if each != Symbology.EAN_13])
def test_more_bytes_need_more_modules(symbology: Symbology) -> None:
    """The estimate never shrinks."""
    widths = [modules(symbology, length) for length in range(1, 48)]

    assert widths == sorted(widths)
