"""Every grapheme finds a face; a broken folder still draws."""

import shutil
from pathlib import Path

import pytest

from app.model.rendering import Format
from app.render import FontBook, Renderer
from app.render.fonts import drawable, is_emoji
from tests.render.conftest import FONTS
from tests.render.scenes import GREETINGS, a_scene, a_text


@pytest.mark.parametrize(
    ("cluster", "family"),
    [
        ("A", "notosans"),
        ("م", "notosansarabic"),
        ("ש", "notosanshebrew"),
        ("ก", "notosansthai"),
        ("王", "notosanssc"),
        ("김", "notosanskr"),
        ("🎉", "notocoloremoji"),
        ("❤️", "notocoloremoji"),
        ("☕", "notocoloremoji"),
        ("☕︎", "notosymbols2"),
        ("☎︎", "notosymbols2"),
        ("☎", "notocoloremoji"),
        ("★", "notosymbols2"),
        ("✓", "notosymbols2"),
        ("♪", "notosymbols"),
        ("⇒", "notomath"),
        ("1️⃣", "notocoloremoji"),
        ("1", "notosans"),
        ("\U0001f9ff", "notocoloremoji"),
        ("Ꮳ", "notosans"),
        ("ខ", "notosanskhmer"),
        ("张", "notosanssc"),
    ],
)
def test_a_cluster_gets_the_face_that_has_it(fonts: FontBook, cluster: str, family: str) -> None:
    """The wanted family first, then the script's, pictures for emoji; boxes only when none has."""
    assert family == fonts.face(fonts.chain("body", 400), cluster).family


def test_ideographs_take_the_shapes_of_the_language(fonts: FontBook) -> None:
    """The same ideograph is Japanese in Japanese and Chinese otherwise."""
    assert fonts.face(fonts.chain("body", 400, "ja-JP"), "直").family == "notosansjp"
    assert fonts.face(fonts.chain("body", 400, "zh"), "直").family == "notosanssc"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("heading", "bricolagegrotesque"),
        ("Fraunces", "fraunces"),
        ("noto sans", "notosans"),
        ("Comic Sans", "notosans"),
        ("", "notosans"),
    ],
)
def test_families_are_found_by_role_or_name(fonts: FontBook, name: str, family: str) -> None:
    """A role or a family in any spelling; the body's family for unknown ones."""
    assert family == fonts.chain(name, 400)[0].family


@pytest.mark.parametrize(
    ("weight", "expected"), [(100, 400), (400, 400), (500, 400), (600, 700), (900, 700)]
)
def test_the_nearest_weight_is_taken(fonts: FontBook, weight: int, expected: int) -> None:
    """From 600 on the bold file is taken."""
    assert expected == fonts.chain("body", weight)[0].weight


def test_greetings_have_no_missing_glyphs(fonts: FontBook) -> None:
    """No character of the greetings needs a box."""
    chain = fonts.chain("body", 400)
    for text in GREETINGS.values():
        for char in text:
            face = fonts.face(chain, char)
            assert face.has(char) or char in "\ufe0f\u200d\u20e3" or not drawable(face, char)


def test_what_the_emoji_face_lacks_is_left_out(fonts: FontBook) -> None:
    """What has no picture leaves the plain one, half a flag leaves nothing; tones are there."""
    face = fonts.face(fonts.chain("body", 400), "👍🏽")
    assert drawable(face, "👍🏽") == "👍🏽"
    assert drawable(face, "👍\u0301") == "👍"
    assert not drawable(face, "🇩")
    assert not is_emoji("✓")


def test_a_folder_without_fonts_still_draws(tmp_path: Path) -> None:
    """With no file at all the engine's own letters are drawn."""
    renderer = Renderer(fonts=FontBook(tmp_path), picture=lambda _: None)
    scene = a_scene(a_text("Hello 王 مرحبا 🎉"))
    assert len(set(renderer.draw(scene, Format.PNG))) > 20


def test_corrupt_fonts_are_left_out(tmp_path: Path) -> None:
    """A file cut in the middle, and one that only looks like a font, are not taken."""
    whole = (FONTS / "NotoSansHebrew-Regular.ttf").read_bytes()
    (tmp_path / "NotoSans-Regular.ttf").write_bytes(whole[:3000])
    (tmp_path / "NotoSans-Bold.ttf").write_bytes(b"\0\1\0\0" + b"x" * 400)
    (tmp_path / "NotoSansHebrew-Regular.ttf").write_bytes(whole)
    assert FontBook(tmp_path).families == ("notosanshebrew",)


def test_a_file_removed_under_a_live_server_does_not_fail(tmp_path: Path) -> None:
    """A size that was never opened falls back when its file is gone."""
    shutil.copy(FONTS / "NotoSans-Regular.ttf", tmp_path / "NotoSans-Regular.ttf")
    renderer = Renderer(fonts=FontBook(tmp_path), picture=lambda _: None)
    before = renderer.draw(a_scene(a_text()), Format.PNG)
    (tmp_path / "NotoSans-Regular.ttf").unlink()
    assert before == renderer.draw(a_scene(a_text()), Format.PNG)
    assert renderer.draw(a_scene(a_text(size=23, min_size=23)), Format.PNG)


def test_uploaded_files_come_first() -> None:
    """A scene's own files are tried before all others, by the nearest weight."""
    files = {name: (FONTS / f"Fraunces-{name}.ttf").read_bytes() for name in ("Regular", "Bold")}
    book = FontBook(FONTS, uploaded=files.get)
    font = "Tenor Sans|400:Regular|700:Bold"
    assert [book.chain(font, weight)[0].digest for weight in (400, 500, 600)] == [
        "Regular", "Regular", "Bold",
    ]  # fmt: skip
    assert book.chain(font, 400)[1].family == "notosans"
    assert book.face(book.chain(font, 400), "م").family == "notosansarabic"
    assert book.chain("Tenor Sans|400:gone", 400)[0].family == "notosans"


def test_a_file_that_arrives_late_is_found() -> None:
    """A digest that nobody knew is asked for again."""
    files: dict[str, bytes] = {}
    book = FontBook(FONTS, uploaded=files.get)
    assert book.chain("x|400:late", 400)[0].family == "notosans"
    files["late"] = (FONTS / "Fraunces-Regular.ttf").read_bytes()
    assert book.chain("x|400:late", 400)[0].digest == "late"


def test_later_folders_take_the_place_of_files(tmp_path: Path) -> None:
    """A file of the same name in a later folder is taken; other names are added."""
    shutil.copy(FONTS / "Fraunces-Regular.ttf", tmp_path / "NotoSansSC-Regular.ttf")
    shutil.copy(FONTS / "Fraunces-Regular.ttf", tmp_path / "House-Regular.ttf")
    book = FontBook(FONTS, tmp_path, tmp_path / "none")
    assert "house" in book.families
    assert book.face(book.chain("body", 400), "王").family != "notosanssc"
    assert book.digest != FontBook(FONTS).digest


def test_the_digest_follows_the_files(tmp_path: Path, fonts: FontBook) -> None:
    """Other files, other digest; the same files, the same."""
    assert fonts.digest == FontBook(FONTS).digest != FontBook(tmp_path).digest
