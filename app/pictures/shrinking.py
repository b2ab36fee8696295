"""Pictures of other servers made no larger than they are ever drawn."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from app.errors import Unacceptable
from app.model.rendering import Upload
from app.pictures.accepting import accept
from app.pictures.decoding import decode

_QUALITY = 88


def shrunk(body: bytes, most: int) -> Upload:
    """Return a picture as it is kept, its longer side at most `most` pixels.

    One that is larger is encoded again: as JPEG, or as PNG where one can see through it. Raises
    Unacceptable.
    """
    upload = accept(body)
    if max(upload.width, upload.height) <= most:
        return upload
    picture = decode(upload.body)
    if picture is None:
        raise Unacceptable("The picture cannot be decoded.", remedy="Export it again.")
    picture.thumbnail((most, most), Image.Resampling.LANCZOS)
    kind = "PNG" if picture.mode == "RGBA" else "JPEG"
    file = BytesIO()
    picture.save(file, kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return replace(
        upload,
        media_type=Image.MIME[kind],
        width=picture.width,
        height=picture.height,
        body=file.getvalue(),
    )
