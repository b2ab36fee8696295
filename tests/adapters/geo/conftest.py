"""Tables built once from the small sources, shared by the tests of the geo adapters."""

from pathlib import Path

import pytest

from app.adapters.geo.build.__main__ import build
from tests.adapters.geo.sources import write_build_sources


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of packed tables."""
    folder = tmp_path_factory.mktemp("geo")
    build(write_build_sources(folder / "sources"), folder / "data")
    return folder / "data"
