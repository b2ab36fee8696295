"""The starters' page is what the starters make."""

from tests.docs.starters import PAGE, SHEET, page, sheet
from tests.docs.test_gallery import TOLERANCE, difference


def test_the_page_of_starters_is_up_to_date() -> None:
    """docs/gallery.md: `make docs`."""
    assert PAGE.read_text("utf-8") == page()


def test_the_sheet_of_starters_is_up_to_date_and_small() -> None:
    """It shows every starter's face."""
    body = SHEET.read_bytes()
    assert difference(body, sheet()) < TOLERANCE
    assert len(body) < 400_000
