"""Pictures written as PNG, JPEG and GIF: opaque, sRGB, without metadata, the same every time."""

from app.render.encoding.formats import encode, encode_indexed
from app.render.encoding.ground import Ground, Over
from app.render.encoding.mirror import Mirror

__all__ = ["Ground", "Mirror", "Over", "encode", "encode_indexed"]
