"""GIF of one complete frame."""

from io import BytesIO

from PIL import Image

from app.render.encoding.ground import Over
from app.render.encoding.palette import MOST, Indexed

_SAMPLE = 4  # pixels of the picture, each way, for one of its sample
_SAMPLED_FROM = 64  # pixels


def encode_gif(image: Image.Image, over: Over | None = None) -> bytes:
    """Return a GIF of one frame, exact when 256 colours suffice."""
    file = BytesIO()
    indexed = Indexed.of(image, over)
    picture = _picture(indexed, image)
    picture.info.clear()
    picture.save(file, "GIF", optimize=False)
    return file.getvalue()


def _picture(indexed: Indexed | None, image: Image.Image) -> Image.Image:
    if indexed is None:
        # A sample tells the colours as well as all pixels would, in a tenth of the time.
        sample = image.reduce(_SAMPLE) if min(image.size) >= _SAMPLED_FROM else image
        colors = sample.quantize(MOST, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        return image.quantize(palette=colors, dither=Image.Dither.NONE)
    inner = indexed.sheet.crop((1, 0, indexed.sheet.width, indexed.sheet.height))
    picture = Image.frombytes("P", image.size, inner.tobytes())
    picture.putpalette([channel for color in indexed.colors for channel in color])
    return picture
