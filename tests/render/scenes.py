"""Scenes and pictures that the renderer's tests draw."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from app.model.nodes.text import Style
from app.model.scene import (
    Align,
    Fill,
    Fit,
    Line,
    Map,
    Node,
    Panel,
    Picture,
    Progress,
    Scene,
    Text,
    VAlign,
)

INK, PAPER, ACCENT = "#1d2b2aff", "#faf6efff", "#c8553dff"

GREETINGS = {
    "Latin": "Hello, Zoë & Łukasz",
    "Vietnamese": "Xin chào, Nguyễn Thị Hồng",
    "Cyrillic": "Привет, Анастасия",
    "Greek": "Γεια σου, Ελένη",
    "Arabic": "مرحبًا، فاطمة (Nike) 25٪",
    "Hebrew": "שלום, יוסף, 3 דקות ל-Soho",
    "Devanagari": "नमस्ते, श्रीकृष्ण क्षेत्री",
    "Bengali": "নমস্কার, শ্রীকান্ত",
    "Tamil": "வணக்கம், ஸ்ரீதேவி",
    "Thai": "สวัสดี คุณสมชาย น้ำผึ้ง",
    "Georgian": "გამარჯობა, ნინო",
    "Armenian": "Բարեւ, Անահիտ",
    "Japanese": "こんにちは、渡辺さん「直」",
    "Chinese": "你好，王小明、張偉",
    "Korean": "안녕하세요, 김민준 님",
    "Telugu": "నమస్కారం, శ్రీనివాస్",
    "Gujarati": "નમસ્તે, કૃષ્ણ પટેલ",
    "Gurmukhi": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਹਰਪ੍ਰੀਤ",
    "Kannada": "ನಮಸ್ಕಾರ, ಲಕ್ಷ್ಮಿ",
    "Malayalam": "നമസ്കാരം, കൃഷ്ണൻ",
    "Sinhala": "ආයුබෝවන්, ශ්‍රීමා",
    "Khmer": "សួស្តី សុខា",
    "Lao": "ສະບາຍດີ ບຸນມີ",
    "Burmese": "မင်္ဂလာပါ အောင်",
    "Amharic": "ሰላም፣ ሰላማዊት",
    "Emoji": "Hi 👍🏽 🇩🇪 ❤️ ☕ 🎉 1️⃣ 👩🏽‍🚀",
}


def a_scene(*nodes: Node, width: int = 120, height: int = 60, density: int = 1) -> Scene:
    """Return a small white scene."""
    return Scene(width=width, height=height, nodes=nodes, density=density)


def a_text(content: str = "Hello", **changes: object) -> Text:
    """Return a text in a box of 100 by 40."""
    fields: dict[str, object] = {"content": content, "box": (8, 8, 100, 40), "ink": INK}
    return Text(**(fields | changes))  # type: ignore[arg-type]  # a builder takes any field


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return an image's bytes."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _photo() -> Image.Image:
    """Return a sky over two ridges."""
    sky = Image.linear_gradient("L").resize((300, 200))
    image = Image.merge(
        "RGB",
        (
            sky.point(lambda v: 250 - v // 4),
            sky.point(lambda v: 190 - v // 6),
            sky.point(lambda v: 140 + v // 9),
        ),
    )
    image.paste((58, 84, 104), (0, 120, 300, 200))
    image.paste((30, 52, 66), (0, 160, 300, 200))
    image.paste((255, 240, 210), (220, 40, 260, 80))
    return image


def _logo() -> Image.Image:
    """Return a disc with soft transparency around it."""
    image = Image.new("RGBA", (64, 64), (200, 85, 61, 0))
    image.putalpha(Image.radial_gradient("L").resize((64, 64)).point(lambda v: 255 - v))
    return image


ASSETS = {
    "photo": encoded(_photo(), "JPEG", quality=92),
    "logo": encoded(_logo(), "PNG"),
    "broken": encoded(_photo(), "JPEG")[:900],
}


def nearest_store() -> Scene:
    """Return the card that names the nearest store."""
    return Scene(
        width=600,
        height=240,
        density=1,
        nodes=(
            Fill(color="#fffdf9ff", to="#f6efe4ff"),
            Picture(asset="photo", box=(0, 0, 216, 240), focus=(70, 30)),
            Text(
                content="Good news, Marie-Éloïse, it is at Pearl District",
                box=(240, 38, 336, 60),
                font="heading",
                weight=700,
                ink=INK,
                size=25,
                min_size=18,
                lines=2,
                line_height=1.15,
            ),
            a_text("1.2 km away, open until 20:00 🥾", box=(240, 102, 336, 20), size=14),
            Map(
                box=(240, 134, 336, 86),
                bearing=62,
                distance_m=1200,
                label="1.2 km",
                ink=INK,
                ground="#e9e2d3ff",
                accent=ACCENT,
            ),
        ),
    )


def points() -> Scene:
    """Return the card that shows how near a reward is."""
    cream, mint = "#fdf6e7ff", "#b9d2c8ff"
    return Scene(
        width=600,
        height=240,
        density=1,
        nodes=(
            Fill(color="#123a36ff", to="#0c2825ff"),
            Panel(
                box=(24, 24, 552, 192),
                color="#ffffff14",
                radius=18,
                border=1,
                border_color="#ffffff22",
            ),
            a_text(
                "Almost there, Jürgen!",
                box=(48, 42, 380, 36),
                font="heading",
                weight=700,
                ink=cream,
                size=28,
            ),
            Panel(box=(462, 44, 90, 36), color="#f0a84bff", to="#e0903bff", radius=18),
            a_text(
                "Gold", box=(462, 44, 90, 36), weight=700, align=Align.CENTER, valign=VAlign.MIDDLE
            ),
            Progress(box=(48, 130, 504, 16), value=840, color="#f0a84bff", track="#ffffff26"),
            a_text("840", box=(48, 156, 60, 30), font="display", weight=700, ink=cream, size=24),
            a_text("Ends 30 November", box=(352, 165, 200, 20), ink=mint, size=13, align=Align.END),
        ),
    )


def low_stock() -> Scene:
    """Return the card that says how few are left."""
    return Scene(
        width=600,
        height=240,
        density=1,
        nodes=(
            Panel(box=(0, 0, 600, 240), border=1, border_color="#e6e0d6ff"),
            Panel(box=(20, 20, 200, 200), color="#f2ece1ff", to="#e2d8c6ff", radius=16),
            Picture(asset="photo", box=(36, 36, 168, 168), radius=12),
            Picture(asset="logo", box=(150, 150, 64, 64), fit=Fit.CONTAIN),
            Panel(box=(244, 28, 118, 26), color="#fde8e3ff", radius=13),
            a_text(
                "Only 3 left",
                box=(244, 28, 118, 26),
                ink=ACCENT,
                weight=700,
                size=13,
                align=Align.CENTER,
                valign=VAlign.MIDDLE,
            ),
            a_text(
                "Ridge 2 hiking boot, waterproof leather",
                box=(244, 64, 332, 62),
                font="heading",
                weight=700,
                size=24,
                lines=2,
            ),
            a_text("€179.00", box=(244, 136, 70, 18), size=14, strike=True, ink="#9a9388ff"),
            Line(points=(244, 172, 576, 172), color="#e6e0d6ff"),
            Line(points=(560, 140, 576, 156), color=ACCENT, width=3),
            Line(points=(576, 140, 576, 156), color=INK, width=1),
            a_text(
                "Pick up today until 18:00", box=(244, 184, 332, 40), size=14, valign=VAlign.BOTTOM
            ),
        ),
    )


SENTENCES = (
    "مرحبًا فاطمة، حذاء Ridgeline Mid (42) بسعر 189.00 €",
    "שלום יוסף, 3 דקות ל-Northbeam SoHo (פתוח עד 22:00)",
    "Dear فاطمة الزهراء (VIP), your order no. 1042 is here",
    "Halt: ירושלים, القاهرة, Αθήνα, 東京, ½ km",
    "👋🏽 👍🏿 🧑🏻‍🤝‍🧑🏿 👩🏽‍🚀 👨‍👩‍👧‍👦 👩🏾‍❤️‍💋‍👨🏻 🏳️‍🌈 🇯🇵 1️⃣ ❤️ ☕ 🥾",
    "Ą́ ę̃ m̃ ņ̌ Z͑͗͝ ề ǘ ọ̣́ שׁוֹ لَلَّٰه क्षि ক্ষ্ম நி ក្រុំ น้ำ မြန်မာ",
    "สวัสดีคุณสมชายวันนี้ลดราคาพิเศษสำหรับคุณเท่านั้น ថ្ងៃនេះមានការបញ្ចុះតម្លៃពិសេស",
    "「本日限定」セールのお知らせです。ショッピングカートをご確認ください…今すぐ！",
)


def sentences() -> Scene:
    """Return sentences that mix scripts and directions, pile marks, wrap without blanks."""
    nodes = [
        a_text(text, box=(10, 8 + 52 * row, 380, 48), size=18, min_size=18, lines=2)
        for row, text in enumerate(SENTENCES)
    ]
    return Scene(width=400, height=16 + 52 * len(SENTENCES), density=1, nodes=tuple(nodes))


def letters() -> Scene:
    """Return letters in spans, underlined, spaced, outlined and with a shadow."""
    parts = {
        "content": "Now \x1f€129\x1f for \x1f€179\x1f, see \x1fthe jumpy offer",
        "styles": (Style(), Style(weight=700, size=30), Style(), Style(strike=True), Style(),
                   Style(underline=True)),
        "inks": ("", ACCENT, "", "#9a9388ff", "", "#0b6bcbff"),
    }  # fmt: skip
    nodes = (
        a_text(box=(10, 4, 380, 40), size=20, min_size=10, **parts),
        a_text(box=(10, 48, 130, 72), size=20, lines=3, **parts),
        a_text("AUTUMN", box=(150, 50, 120, 30), size=16, weight=700, spacing=0.25),
        a_text("שלום", box=(270, 50, 120, 30), size=20, spacing=0.25, underline=True),
        a_text("-20 %", box=(150, 76, 120, 50), size=38, font="heading", weight=700, ink=PAPER,
               outline=3.0, outline_color=ACCENT),
        a_text("مرحبًا 🎉", box=(260, 84, 130, 40), size=26, ink=ACCENT, shadow=(2, 4, 6),
               shadow_color="#00000080"),
    )  # fmt: skip
    return Scene(width=400, height=130, density=1, nodes=nodes)


def greetings() -> Scene:
    """Return a contact sheet: a greeting in each script, twice."""
    nodes: list[Node] = []
    for row, text in enumerate(GREETINGS.values()):
        y = 6 + row * 34
        nodes.append(a_text(text, box=(12, y, 280, 28), size=18, min_size=12))
        if row < 23:
            bold = a_text(text, box=(310, y, 280, 28), size=18, min_size=12, weight=700)
            nodes.append(replace(bold, font="heading"))
    return Scene(width=602, height=896, density=1, nodes=tuple(nodes))
