"""GIF of one complete frame."""

from io import BytesIO

from PIL import Image

from app.render.encoding.ground import Over
from app.render.encoding.indexed import Indexed
from app.render.encoding.palette import MOST

_SAMPLE = 4  # pixels of the picture, each way, for one of its sample
_SAMPLED_FROM = 64  # pixels


def encode_gif(image: Image.Image, over: Over | None = None) -> bytes:
    """Return a GIF of one frame, exact when 256 colours suffice."""
    indexed = Indexed.of(image, over)
    if indexed is not None:
        return gif_of(indexed)
    # A sample tells the colours as well as all pixels would, in a tenth of the time.
    sample = image.reduce(_SAMPLE) if min(image.size) >= _SAMPLED_FROM else image
    colors = sample.quantize(MOST, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return _saved(image.quantize(palette=colors, dither=Image.Dither.NONE))


def gif_of(indexed: Indexed) -> bytes:
    """Return an indexed picture as a GIF of one frame."""
    sheet = indexed.sheet.image
    inner = sheet.crop((1, 0, *sheet.size))
    picture = Image.frombytes("P", inner.size, inner.tobytes())
    picture.putpalette([channel for color in indexed.colors for channel in color])
    return _saved(picture)


def _saved(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.info.clear()
    picture.save(file, "GIF", optimize=False)
    return file.getvalue()
