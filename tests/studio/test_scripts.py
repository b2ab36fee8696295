"""Claims about the designer's scripts, told to node: changes of a block's text, snapping, undo."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
SCRIPTS = Path(__file__).parent / "scripts"


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.test.js")), ids=lambda path: path.stem)
def test_the_designers_scripts_keep_what_they_promise(script):
    """Every claim in a script's file holds."""
    assert NODE is not None
    told = subprocess.run([NODE, "--test", script], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]
