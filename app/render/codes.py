"""Values as modules: the smallest picture of a code, one pixel for each module."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Final, cast

import zxingcpp
from PIL import Image, ImageChops

from app.model.codes import LINEAR, Level, Symbology

_FORMATS: Final = {
    Symbology.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbology.CODE_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.EAN_13: zxingcpp.BarcodeFormat.EAN13,
    Symbology.PDF_417: zxingcpp.BarcodeFormat.PDF417,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.AZTEC: zxingcpp.BarcodeFormat.Aztec,
}
VERSION: Final = f"zxing-cpp {version('zxing-cpp')}"


@dataclass(frozen=True, slots=True)
class Modules:
    """A code as coverage (mode L), 255 where it is dark.

    Linear codes are one pixel high; `guards` are the bars of an EAN that reach below the others.
    """

    mask: Image.Image
    guards: Image.Image | None = None


def modules_of(symbology: Symbology, value: str, level: Level) -> Modules | None:
    """Return the modules of a value that `app.model.codes.coded` took; None when it has none."""
    options = {"ec_level": level.value} if symbology is Symbology.QR else {"forceSquare": True}
    try:
        code = zxingcpp.create_barcode(value, _FORMATS[symbology], **options)
    except ValueError:
        return None
    picture = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]  # its stub forgets the buffer
    height, width = cast("tuple[int, int]", picture.shape)
    mask = ImageChops.invert(Image.frombytes("L", (width, height), picture.tobytes()))
    if symbology not in LINEAR:
        return Modules(mask)
    guards = mask.crop((0, height - 1, width, height))
    return Modules(mask.crop((0, 0, width, 1)), guards if symbology is Symbology.EAN_13 else None)
