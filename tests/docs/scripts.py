"""The contact sheet of scripts: a greeting in each, both directions mixed, emoji, marks."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from app.model.nodes.basics import VAlign
from app.model.scene import Text
from app.render import FontBook
from app.render.canvas import Canvas
from app.render.lettering import Letterer

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "static" / "fonts"
SHEET = ROOT / "docs" / "pictures" / "scripts.png"
INK, MUTED, PAPER = "#16302bff", "#5b6b64ff", "#f8f3eaff"
SIZE, ROW, LEFT, RIGHT, WIDTH = 20, 44, 150, 480, 800  # CSS pixels
DENSITY = 2

GREETINGS = (
    ("Latin", "Hello, Zoë & Łukasz", ""),
    ("Vietnamese", "Xin chào, Nguyễn Thị Hồng", "vi"),
    ("Cyrillic", "Привет, Анастасия", "ru"),
    ("Greek", "Γεια σου, Ελένη", "el"),
    ("Armenian", "Բարեւ, Անահիտ", "hy"),
    ("Georgian", "გამარჯობა, ნინო", "ka"),
    ("Arabic", "مرحبًا، فاطمة الزهراء", "ar"),
    ("Persian", "سلام، پریسا گلچین", "fa"),
    ("Hebrew", "שָׁלוֹם, יוֹסֵף", "he"),
    ("Ethiopic", "ሰላም፣ ሰላማዊት", "am"),
    ("Devanagari", "नमस्ते, श्रीकृष्ण क्षेत्री", "hi"),
    ("Bengali", "নমস্কার, শ্রীকান্ত", "bn"),
    ("Gurmukhi", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਹਰਪ੍ਰੀਤ", "pa"),
    ("Gujarati", "નમસ્તે, કૃષ્ણ પટેલ", "gu"),
    ("Tamil", "வணக்கம், ஸ்ரீதேவி", "ta"),
    ("Telugu", "నమస్కారం, శ్రీనివాస్", "te"),
    ("Kannada", "ನಮಸ್ಕಾರ, ಲಕ್ಷ್ಮಿ", "kn"),
    ("Malayalam", "നമസ്കാരം, കൃഷ്ണൻ", "ml"),
    ("Sinhala", "ආයුබෝවන්, ශ්‍රීමා", "si"),
    ("Thai", "สวัสดี คุณน้ำผึ้ง", "th"),
    ("Lao", "ສະບາຍດີ ບຸນມີ", "lo"),
    ("Khmer", "សួស្តី សុខា", "km"),
    ("Burmese", "မင်္ဂလာပါ အောင်", "my"),
    ("Japanese", "こんにちは、渡辺直美さん", "ja"),
    ("Chinese", "你好，王小明、張偉", "zh"),
    ("Korean", "안녕하세요, 김민준 님", "ko"),
)
SENTENCES = (
    ("Mixed", "مرحبًا فاطمة، حذاء Ridgeline Mid (42) بسعر 189.00 €", "ar"),
    ("", "שלום יוסף, 3 דקות ל-Northbeam SoHo (פתוח עד 22:00)", "he"),
    ("", "Dear فاطمة الزهراء (VIP), your order no. 1042 is here", "en"),
    ("", "Nächster Halt: ירושלים, القاهرة, Αθήνα, 東京, ½ km", "de"),
    ("Emoji", "👋🏽 👍🏿 🧑🏻‍🤝‍🧑🏿 👩🏽‍🚀 👨‍👩‍👧‍👦 👩🏾‍❤️‍💋‍👨🏻 🏳️‍🌈 🇯🇵 🇰🇪 1️⃣ ❤️ ☕ 🥾", "en"),
    ("Marks", "Ą́ ę̃ m̃ ņ̌ Z͑͗͝ ề ǘ ọ̣́ שׁוֹ لَلَّٰه क्षि ক্ষ্ম நி ក្រុំ น้ำ မြန်မာ", "en"),
)  # fmt: skip


HEIGHT = 24 + ROW * (len(GREETINGS) + len(SENTENCES))


def rows() -> list[tuple[str, str, str, bool]]:
    """Return label, text, language and whether it is shown in bold as well, by row."""
    return [(*row, True) for row in GREETINGS] + [(*row, False) for row in SENTENCES]


def texts(row: int = ROW) -> list[Text]:
    """Return the greetings where they stand, without the labels; a row is so high."""
    found: list[Text] = []
    for number, (_, text, language, twice) in enumerate(rows()):
        top = 12 + row * number
        wide = (RIGHT if twice else WIDTH - 10) - LEFT - 10
        found.append(_greeting(text, language, (LEFT, top, wide, ROW), 400))
        if twice:
            found.append(_greeting(text, language, (RIGHT, top, WIDTH - RIGHT - 20, ROW), 700))
    return found


def picture() -> Image.Image:
    """Return the sheet. It has more layers than a block may have: drawn without one."""
    canvas = Canvas(WIDTH * DENSITY, HEIGHT * DENSITY, PAPER, DENSITY)
    letterer = Letterer(FontBook(FONTS))
    for number, (label, _, _, _) in enumerate(rows()):
        box = (20, 12 + ROW * number, LEFT - 30, ROW)
        letterer.draw(canvas, Text(content=label, box=box, ink=MUTED, size=13, min_size=13,
                                   valign=VAlign.MIDDLE))  # fmt: skip
    for text in texts():
        letterer.draw(canvas, text)
    return canvas.picture


def body() -> bytes:
    """Return the sheet as a PNG of few colours."""
    file = BytesIO()
    picture().quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _greeting(text: str, language: str, box: tuple[int, int, int, int], weight: int) -> Text:
    return Text(
        content=text, box=box, ink=INK, size=SIZE, min_size=SIZE, weight=weight,
        language=language, valign=VAlign.MIDDLE, line_height=1.5,
    )  # fmt: skip


if __name__ == "__main__":
    SHEET.write_bytes(body())
