"""The page of icons shows all of them, as they are."""

import pytest

from tests.docs.icons import SHEET, body, icon_sections
from tests.docs.reading import page
from tests.docs.test_gallery import TOLERANCE, difference


def test_the_page_of_icons_is_up_to_date() -> None:
    """Every name stands on the page: `make docs`."""
    text = page("docs/icons.md")

    assert all(section in text for section in icon_sections().values())


@pytest.mark.no_cover
def test_the_picture_of_icons_is_up_to_date() -> None:
    """The picture is what is drawn now: `make docs`."""
    assert difference(SHEET.read_bytes(), body()) < TOLERANCE
