"""The contact sheet of scripts in the documentation is what is drawn."""

from PIL import Image, ImageChops, ImageStat

from tests.docs.scripts import SHEET, picture


def test_the_sheet_is_up_to_date() -> None:
    """The picture in docs/ is the one that `make docs` would write, but for its few colours."""
    kept, drawn = Image.open(SHEET).convert("RGB"), picture()
    assert drawn.size == kept.size
    assert sum(ImageStat.Stat(ImageChops.difference(kept, drawn)).mean) / 3 < 1
