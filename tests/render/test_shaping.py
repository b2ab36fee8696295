"""Complex scripts are shaped with what is bundled."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from app.render import shaping
from app.render.shaping import BUNDLED_FRIBIDI, shaping_available

ROOT = Path(__file__).parents[2]
BUNDLED = platform.system() == "Linux" and platform.machine() == "x86_64"


@pytest.mark.skipif(not BUNDLED, reason="no library is bundled for this machine")
def test_the_bundled_library_is_the_one_in_use() -> None:
    """A process that draws maps the bundled FriBiDi, and no other."""
    code = (
        "from app.render import shaping_available\n"
        "assert shaping_available()\n"
        "print({line.split()[-1] for line in open('/proc/self/maps') if 'fribidi' in line})"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert f"{{'{ROOT}/static/native/linux-x86_64/libfribidi.so.0'}}" == found.stdout.strip()


def test_a_missing_library_is_no_failure(tmp_path: Path) -> None:
    """Without the file the system's library decides."""
    assert not shaping._preload(tmp_path / "libfribidi.so.0")


@pytest.mark.skipif(not BUNDLED, reason="no library is bundled for this machine")
def test_shaping_is_available() -> None:
    """Here, Arabic and Devanagari come out shaped."""
    assert BUNDLED_FRIBIDI
    assert shaping_available()
