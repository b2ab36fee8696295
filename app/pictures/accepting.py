"""Uploaded pictures checked and cleaned before they are kept, by the decoding that draws them."""

from io import BytesIO

from PIL import Image

from app.errors import Unacceptable
from app.model.rendering import Upload
from app.pictures.decoding import FORMATS, MAX_BYTES, MAX_PIXELS, decode
from app.pictures.stripping import Malformed, gif_frames, stripped

MAX_FRAMES = 50
_ORIENTATION = 0x0112
_QUALITY = 92  # of what must be encoded again


def accept(body: bytes) -> Upload:
    """Return a picture as it is kept: without metadata; raises Unacceptable.

    Its bytes are those that came unless they hold metadata. Only a photograph that lies on its
    side, or is not in sRGB, is encoded again.
    """
    if len(body) > MAX_BYTES:
        raise _refusal(
            f"The picture has {len(body):,} bytes.", f"Keep it to {MAX_BYTES // 2**20} MiB."
        )
    kind = _checked(body)
    picture = decode(body)
    if picture is None:
        raise _refusal(
            f"The {kind} is damaged: it cannot be decoded to its end.", "Export it again."
        )
    try:
        kept = _again(picture, kind) if _differs(body) else stripped(body, kind)
    except Malformed as error:
        raise _refusal(f"{error}.", "Export it again.") from None
    if len(kept) > MAX_BYTES or (kept != body and decode(kept) is None):
        raise _refusal(
            f"Upright and in sRGB the {kind} cannot be kept.", "Export it in sRGB, upright."
        )
    return Upload(
        media_type=Image.MIME[kind], width=picture.width, height=picture.height, body=kept
    )


def _checked(body: bytes) -> str:
    """Return the format of a picture whose size and frames are within limits."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as opened:
            width, height = opened.size
            # A JPEG of several pictures is shown as its first.
            kind = "JPEG" if opened.format == "MPO" else str(opened.format)
            frames = gif_frames(body) if kind == "GIF" else getattr(opened, "n_frames", 1)
    except Malformed as error:
        raise _refusal(f"{error}.", "Export it again.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels("far more than") from None
    except Exception:  # noqa: BLE001  # decoders answer malformed input with any exception
        raise _refusal(
            "The body is not a picture that can be shown.", "Send a PNG, JPEG, GIF or WebP."
        ) from None
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(f"{width:,} x {height:,}, which is more than")
    if frames > MAX_FRAMES and kind != "JPEG":
        raise _refusal(f"The {kind} has {frames:,} frames.", f"Keep it to {MAX_FRAMES}.")
    return kind


def _differs(body: bytes) -> bool:
    """Tell whether the numbers of a still picture are not those of upright sRGB."""
    with Image.open(BytesIO(body), formats=FORMATS) as opened:
        if opened.format not in {"JPEG", "MPO"} and getattr(opened, "n_frames", 1) > 1:
            return False
        profile = opened.info.get("icc_profile") or b""
        turned = opened.getexif().get(_ORIENTATION, 1) not in {0, 1}
        foreign = bool(profile) and b"sRGB" not in profile and b"s\0R\0G\0B" not in profile
        return turned or opened.mode == "CMYK" or (foreign and opened.mode == "RGB")


def _again(picture: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    options = {"quality": _QUALITY} if kind in {"JPEG", "WEBP"} else {}
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # nothing but pixels
    clean.save(file, kind, **options)
    return file.getvalue()


def _too_many_pixels(how_many: str) -> Unacceptable:
    return _refusal(
        f"The picture has {how_many} {MAX_PIXELS:,} pixels.",
        "Make it smaller: twice the size it is shown in is enough.",
    )


def _refusal(message: str, remedy: str) -> Unacceptable:
    return Unacceptable(message, remedy=remedy, field="body")
