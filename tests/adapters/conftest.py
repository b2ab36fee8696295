"""A migrated home directory for every test that wants one, migrated once."""

import shutil
from pathlib import Path

import pytest

from app.adapters.migrations import migrate
from app.adapters.sqlite.database import FILE


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """The embedded database, empty and up to date."""
    path = tmp_path_factory.mktemp("migrated") / FILE
    migrate(path)
    return path


@pytest.fixture
def home(tmp_path: Path, migrated_file: Path) -> Path:
    """A home directory of its own."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(migrated_file, folder / FILE)
    return folder
