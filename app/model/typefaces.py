"""How a scene names a typeface: by family, with the content of its files when they were uploaded.

`Tenor Sans` is a family that the renderer knows. `Tenor Sans|400:DIGEST|700:DIGEST` says which
uploaded files it is made of: another file is another scene.
"""

from collections.abc import Callable, Mapping

from app.model.brand import Brand, FaceStyle

_PART, _OF = "|", ":"
SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")
WOFF2, COLLECTION = b"wOF2", b"ttcf"
OTHER_FONTS: Mapping[bytes, str] = {
    b"wOFF": "WOFF 1", b"%!PS": "Type 1",
    b"\x80\x01": "Type 1", b"typ1": "Type 1", b"STAR": "BDF", b"\x01fcp": "PCF",
}  # fmt: skip
"""How files of typefaces begin that nothing is drawn from, and their kinds."""


def fonts_of(brand: Brand, digest: Callable[[str], str | None]) -> Mapping[str, str]:
    """Return what a brand's roles and uploaded families stand for in scenes.

    `digest` gives the content digest of an asset; faces whose file is gone are left out. Italic
    faces are a family of their own, `Tenor Sans Italic`.
    """
    files: dict[str, dict[int, str]] = {}
    for face in brand.faces:
        found = digest(face.asset)
        if found is not None:
            family = f"{face.family} Italic" if face.style is FaceStyle.ITALIC else face.family
            files.setdefault(family, {})[face.weight] = found
    families = {family: _spelled(family, faces) for family, faces in files.items()}
    return {role: families.get(family, family) for role, family in brand.fonts.items()} | families


def parted(font: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return the family of a scene's font, and weight and digest of its uploaded files."""
    family, *files = font.split(_PART)
    pairs = (file.partition(_OF) for file in files)
    return family, tuple((int(weight), digest) for weight, _, digest in pairs if weight.isdecimal())


def is_font_file(body: bytes) -> bool:
    """Tell whether a body begins as a typeface does, of whatever kind."""
    return body.startswith((*SFNT, WOFF2, COLLECTION, *OTHER_FONTS))


def _spelled(family: str, files: Mapping[int, str]) -> str:
    parts = [f"{weight}{_OF}{digest}" for weight, digest in sorted(files.items())]
    return _PART.join([family, *parts])
