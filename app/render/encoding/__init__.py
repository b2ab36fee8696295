"""Pictures written as PNG, JPEG and GIF: opaque, sRGB, without metadata, the same every time."""

from app.render.encoding.formats import encode
from app.render.encoding.ground import Ground, Over

__all__ = ["Ground", "Over", "encode"]
