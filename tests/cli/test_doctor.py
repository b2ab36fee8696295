"""The doctor uses every part once, and says of each whether it works."""

import os
from pathlib import Path

import pytest

from app.adapters.sqlite.database import FILE
from app.cli.checks import checks
from app.settings import read_settings


def found(home: Path, **given: object) -> dict[str, tuple[bool | None, str]]:
    """Return what the doctor says of each part."""
    settings = read_settings({}, {"home": home, **given})
    return {part: (good, says) for part, good, says in checks(settings)}


def test_a_sound_home_works(demo_home):
    """Every part is there; what is optional may be absent, nothing is broken."""
    parts = found(demo_home)

    assert not [part for part, (good, _) in parts.items() if good is False]
    assert "5,000 subscribers" in parts["database"][1]
    for part in ("home", "events", "fonts", "drawing", "uploads", "places by IP", "SQLite"):
        assert parts[part][0] is not False
    assert parts["uploads"][0]
    assert parts["drawing"] == (True, "a text in four scripts as png, jpg, gif, webp, avif")


def test_an_empty_home_has_nothing_yet(tmp_path, demo_home):
    """Before the first start there is no database and no journal, and that is no fault."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "geo").symlink_to((demo_home / "cache" / "geo").resolve())
    parts = found(tmp_path)

    assert parts["database"][0] is None
    assert parts["events"][0] is None
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("first", [0, 8192])
def test_a_damaged_database_is_told(demo_home, first):
    """A file of noise, or with noise in it, is broken; the remedy is a backup."""
    with (demo_home / FILE).open("r+b") as file:
        file.seek(first)
        file.write(os.urandom(200_000))

    good, says = found(demo_home)["database"]

    assert good is False
    assert "backup" in says


def test_a_geo_database_that_is_none_is_told(demo_home, tmp_path):
    """A file that cannot be read is named, with what is asked instead."""
    (tmp_path / "rubbish.mmdb").write_bytes(b"rubbish" * 100)

    good, says = found(demo_home, geo_db=str(tmp_path / "rubbish.mmdb"))["places by IP"]

    assert good is False
    assert "rubbish.mmdb is no MMDB file" in says


def test_a_home_that_cannot_be_written_is_told(demo_home):
    """A path that is a file is no home."""
    good, says = found(demo_home / FILE / "below")["home"]

    assert good is False
    assert "cannot be written" in says


@pytest.mark.parametrize(
    ("given", "good", "words"),
    [
        ({}, None, "set OPENTIME_BASE_URL"),
        ({"base_url": "https://live.example.com"}, True, "https://live.example.com"),
    ],
)
def test_the_address_of_emails_is_told(demo_home, given, good, words):
    """Without a public address nobody outside could open an email."""
    state, says = found(demo_home, **given)["address"]

    assert state is good
    assert words in says
