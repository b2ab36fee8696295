"""What of a moving picture is seen by a client that shows its first frame alone."""

from io import BytesIO
from typing import Final

from PIL import Image

_LARGEST: Final = 40_000_000  # pixels; our own pictures are far smaller


def first_frame(body: bytes) -> bytes:
    """Return the first frame of one of our own GIFs as a PNG; blocking."""
    with Image.open(BytesIO(body), formats=("GIF",)) as moving:
        assert moving.width * moving.height <= _LARGEST
        still = moving.convert("RGBA")
    out = BytesIO()
    still.save(out, "PNG")
    return out.getvalue()
