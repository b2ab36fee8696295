"""Pictures as people, cameras and attackers send them."""

import functools
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin

from tests.render.scenes import encoded

SECRET = b"52.5200N 13.4050E Canary"


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def a_png(
    width: int, height: int, *, bits: int = 1, rows: bytes = b"\0" * 1000, more: bytes = b""
) -> bytes:
    """Return a grey PNG that claims a size and holds these bytes of rows."""
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def a_gif(frames: int, size: tuple[int, int] = (8, 8), *, frame: tuple[int, int] = (8, 8)) -> bytes:
    """Return a GIF of so many frames, each of its own size."""
    block = encoded(Image.new("P", (8, 8)), "GIF")
    lzw = block[block.rindex(b",") + 10 : -1]
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    one = b"," + struct.pack("<HHHHB", 0, 0, *frame, 0) + lzw
    return head + one * frames + b";"


def an_animation(kind: str, frames: int) -> bytes:
    """Return an animated picture of a format."""
    images = [Image.new("RGB", (8, 8), (5 * n, 0, 255 - 5 * n)) for n in range(frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], lossless=True)


def halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Return a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, (255, 0, 0))
    image.paste((0, 0, 255), (size[0] // 2, 0, *size))
    return image


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Return a picture that compresses to little."""
    return Image.effect_noise(size, 90).convert(mode)


def tagged(kind: str, *, profile: bytes = b"") -> bytes:
    """Return a picture with a place, texts and a profile in every spot its format has."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    given: Mapping[str, Mapping[str, object]] = {
        "JPEG": {"exif": exif, "comment": SECRET, "xmp": xmp},
        "PNG": {"exif": exif, "pnginfo": _texts(), "dpi": (72, 72)},
        "WEBP": {"exif": exif, "xmp": xmp},
        "GIF": {"comment": SECRET},
    }
    more = {"icc_profile": profile} if profile and kind != "GIF" else {}
    image = Image.linear_gradient("L").resize((24, 12)).convert("P" if kind == "GIF" else "RGB")
    return encoded(image, kind, **given[kind], **more) + (SECRET if kind != "WEBP" else b"")


def a_profile(name: str = "sRGB") -> bytes:
    """Return a colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def pixels(body: bytes) -> bytes:
    """Return the pixels of a picture's first frame."""
    with Image.open(BytesIO(body)) as opened:
        return opened.convert("RGBA").tobytes()


@functools.cache
def _zipped_nothing() -> bytes:
    return zlib.compress(b"x" * 2**28, 9)


def _webp() -> bytes:
    size = struct.pack("<I", 16382 | 10899 << 14)
    return b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f" + size + b"\0" * 8


def _long_exif() -> bytes:
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x010E, 2, 2**31, 8)
    return encoded(Image.new("L", (8, 8)), "JPEG", exif=exif)


def _many_texts() -> bytes:
    texts = b"".join(chunk(b"tEXt", b"k\0" + b"x" * 30) for _ in range(100_000))
    return a_png(8, 8, rows=b"\0\0" * 8, more=texts)


def _packed(kind: bytes) -> bytes:
    return a_png(8, 8, rows=b"\0\0" * 8, more=chunk(kind, b"k\0\0" + _zipped_nothing()))


_BOMBS: Mapping[str, Callable[[], bytes]] = {
    "png of 13,000 squared": lambda: a_png(13_000, 13_000, rows=b"\0" * 13_000 * 1626),
    "png of 9,400 squared": lambda: a_png(9_400, 9_400, rows=b"\0" * 9_400 * 1176),
    "png of 50,000 squared": lambda: a_png(50_000, 50_000),
    "png that ends early": lambda: a_png(6_000, 6_000, bits=8),
    "png of 4 billion": lambda: a_png(2**31 - 1, 2**31 - 1),
    "png of 100,000 texts": _many_texts,
    "png of a zTXt bomb": lambda: _packed(b"zTXt"),
    "png of an iCCP bomb": lambda: _packed(b"iCCP"),
    "jpeg of 16,000 x 11,000": lambda: encoded(Image.new("L", (16_000, 11_000)), "JPEG"),
    "webp of 34 bytes": _webp,
    "gif of 3,000 frames": lambda: a_gif(3_000),
    "gif of a frame larger than itself": lambda: a_gif(1, (1, 1), frame=(65_535, 65_535)),
    "jpeg of a long exif": _long_exif,
}
BOMBS = tuple(_BOMBS)


@functools.cache
def bomb(name: str) -> bytes:
    """Return a small file that wants to be large, made when it is first asked for."""
    return _BOMBS[name]()


def mutations(count: int) -> Iterator[bytes]:
    """Yield pictures of four formats with bytes changed, taken out or put in; always the same."""
    dice = random.Random(41)
    sources = [tagged(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")]
    sources += [encoded(noise((64, 48), mode), kind) for mode, kind in _MODES]
    for n in range(count):
        body = bytearray(sources[n % len(sources)])
        for _ in range(dice.choice((1, 1, 2, 4))):
            at = dice.randrange(len(body) - 64)
            match dice.randrange(4):
                case 0:
                    body[at] ^= 1 << dice.randrange(8)
                case 1:
                    body[at : at + 4] = dice.randbytes(4)
                case 2:
                    del body[at : at + dice.randrange(64)]
                case _:
                    body[at:at] = body[: dice.randrange(64)]
        yield bytes(body)


_MODES = (("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("RGBA", "WEBP"), ("P", "GIF"))


def _texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return texts
