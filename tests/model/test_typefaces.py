"""Scenes name uploaded typefaces with their content."""

from app.model.brand import Brand, BrandFace, FaceStyle
from app.model.typefaces import fonts_of, parted

FILES = {"a.ttf": "aa", "b.ttf": "bb", "i.ttf": "ii"}
FACES = (
    BrandFace(family="Tenor Sans", asset="b.ttf", weight=700),
    BrandFace(family="Tenor Sans", asset="a.ttf"),
    BrandFace(family="Tenor Sans", asset="gone.ttf", weight=900),
    BrandFace(family="Tenor Sans", asset="i.ttf", style=FaceStyle.ITALIC),
)


def test_families_are_named_with_their_files() -> None:
    """Roles and families stand for the files that are there, by weight; others stay names."""
    brand = Brand(
        name="b", title="B", faces=FACES, fonts={"heading": "Tenor Sans", "body": "Noto Sans"}
    )
    assert fonts_of(brand, FILES.get) == {
        "heading": "Tenor Sans|400:aa|700:bb",
        "body": "Noto Sans",
        "Tenor Sans": "Tenor Sans|400:aa|700:bb",
        "Tenor Sans Italic": "Tenor Sans Italic|400:ii",
    }


def test_a_font_is_read_back() -> None:
    """Family, weights and digests; what is none is left out."""
    assert parted("Tenor Sans|400:aa|700:bb") == ("Tenor Sans", ((400, "aa"), (700, "bb")))
    assert parted("Noto Sans") == ("Noto Sans", ())
    assert parted("x|y|:|-1:z") == ("x", ())
