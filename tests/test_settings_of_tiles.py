"""What the settings of street maps take."""

import pytest

from app.errors import ConfigurationError
from app.settings import read_settings


@pytest.mark.parametrize(
    "template",
    ["", "https://t.example/{z}/{x}/{y}.png", "http://127.0.0.1:9/{z}/{y}/{x}@2x.webp?key=a"],
)
def test_templates(template: str) -> None:
    """An address with zoom, column and row in it, or none."""
    assert read_settings({"OPENTIME_TILES_URL": template}).tiles_url == template


@pytest.mark.parametrize(
    "template",
    ["https://t.example/", "https://t.example/{z}/{x}.png", "https://t.example/{z}/{x}/{y}/{s}",
     "https://t.example/{z}/{x}/{y}/{y}", "ftp://t.example/{z}/{x}/{y}", "{z}/{x}/{y}",
     "https://t.example/{z/{x}/{y}", "https://t.example/{z}/{x}/{y}/{}"],
)  # fmt: skip
def test_templates_that_are_none(template: str) -> None:
    """Anything else keeps the server from starting, and is named."""
    with pytest.raises(ConfigurationError, match="OPENTIME_TILES_URL"):
        read_settings({"OPENTIME_TILES_URL": template})
