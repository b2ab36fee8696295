"""Scripts come out shaped by what is installed with pip alone."""

import subprocess
import sys
from pathlib import Path

from app.model.rendering import Format
from app.render import Renderer
from tests.render.scenes import greetings

ROOT = Path(__file__).parents[2]
CODE = """
import hashlib
from pathlib import Path
from PIL import features
from app.model.rendering import Format
from app.render import FontBook, Renderer
from tests.render.scenes import greetings

body = Renderer(fonts=FontBook(Path("static/fonts")), picture=lambda _: None).draw(
    greetings(), Format.PNG
)
libraries = {line.split()[-1] for line in open("/proc/self/maps") if "/" in line}
print(features.check("raqm"), any("fribidi" in path for path in libraries))
print(hashlib.sha256(body).hexdigest())
"""


def test_no_system_library_is_needed(tmp_path: Path, renderer: Renderer) -> None:
    """Where FriBiDi cannot be loaded, a greeting in every script has the same pixels."""
    import hashlib

    # What the loader finds first is no library: the system's own is out of reach.
    for name in ("libfribidi.so.0", "libfribidi.so", "libraqm.so.0", "libharfbuzz.so.0"):
        (tmp_path / name).write_text("not a library")
    found = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"LD_LIBRARY_PATH": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    expected = hashlib.sha256(renderer.draw(greetings(), Format.PNG)).hexdigest()
    assert ["False False", expected] == found.stdout.splitlines()
