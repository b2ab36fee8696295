"""How shops say that they are open, by language; what a language lacks is said in English."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from babel import Locale


class OpeningWords(NamedTuple):
    """What stands on a sign; `{}` is a time, a day with a time, or today's hours."""

    open: str
    closed: str
    until: str
    opens_at: str  # later today
    opens_on: str  # another day
    today: str


_ROWS: Final = """
ar | مفتوح | مغلق | حتى {} | يفتح {} | يفتح {} | اليوم {}
bg | Отворено | Затворено | до {} | отваря в {} | отваря {} | Днес {}
bn | খোলা | বন্ধ | {} পর্যন্ত | {} খুলবে | {} খুলবে | আজ {}
ca | Obert | Tancat | fins a les {} | obre a les {} | obre {} | Avui {}
cs | Otevřeno | Zavřeno | do {} | otevírá v {} | otevírá {} | Dnes {}
da | Åbent | Lukket | til {} | åbner kl. {} | åbner {} | I dag {}
de | Geöffnet | Geschlossen | bis {} | öffnet um {} | öffnet {} | Heute {}
el | Ανοιχτό | Κλειστό | έως {} | ανοίγει στις {} | ανοίγει {} | Σήμερα {}
en | Open | Closed | until {} | opens at {} | opens {} | Today {}
es | Abierto | Cerrado | hasta las {} | abre a las {} | abre {} | Hoy {}
et | Avatud | Suletud | kuni {} | avatakse {} | avatakse {} | Täna {}
fa | باز | بسته | تا {} | بازگشایی {} | بازگشایی {} | امروز {}
fi | Avoinna | Suljettu | {} asti | avautuu {} | avautuu {} | Tänään {}
fr | Ouvert | Fermé | jusqu’à {} | ouvre à {} | ouvre {} | Aujourd’hui {}
he | פתוח | סגור | עד {} | נפתח ב-{} | נפתח {} | היום {}
hi | खुला है | बंद है | {} तक | {} पर खुलेगा | {} पर खुलेगा | आज {}
hr | Otvoreno | Zatvoreno | do {} | otvara se u {} | otvara se {} | Danas {}
hu | Nyitva | Zárva | {}-ig | nyit: {} | nyit: {} | Ma {}
id | Buka | Tutup | hingga {} | buka {} | buka {} | Hari ini {}
is | Opið | Lokað | til {} | opnar {} | opnar {} | Í dag {}
it | Aperto | Chiuso | fino alle {} | apre alle {} | apre {} | Oggi {}
ja | 営業中 | 営業時間外 | {}まで | {}に開店 | {}に開店 | 本日 {}
ka | ღიაა | დაკეტილია | {}-მდე | იხსნება {} | იხსნება {} | დღეს {}
ko | 영업 중 | 영업 종료 | {}까지 | {}에 영업 시작 | {}에 영업 시작 | 오늘 {}
lt | Atidaryta | Uždaryta | iki {} | atsidaro {} | atsidaro {} | Šiandien {}
lv | Atvērts | Slēgts | līdz {} | atver {} | atver {} | Šodien {}
ms | Buka | Tutup | hingga {} | buka {} | buka {} | Hari ini {}
nb | Åpent | Stengt | til {} | åpner kl. {} | åpner {} | I dag {}
nl | Open | Gesloten | tot {} | opent om {} | opent {} | Vandaag {}
pl | Otwarte | Zamknięte | do {} | otwarcie o {} | otwarcie {} | Dziś {}
pt | Aberto | Fechado | até {} | abre às {} | abre {} | Hoje {}
ro | Deschis | Închis | până la {} | deschide la {} | deschide {} | Azi {}
ru | Открыто | Закрыто | до {} | откроется в {} | откроется {} | Сегодня {}
sk | Otvorené | Zatvorené | do {} | otvára o {} | otvára {} | Dnes {}
sl | Odprto | Zaprto | do {} | odpre se ob {} | odpre se {} | Danes {}
sr | Отворено | Затворено | до {} | отвара се у {} | отвара се {} | Данас {}
sv | Öppet | Stängt | till {} | öppnar kl. {} | öppnar {} | I dag {}
ta | திறந்துள்ளது | மூடப்பட்டுள்ளது | {} வரை | {} திறக்கும் | {} திறக்கும் | இன்று {}
th | เปิดอยู่ | ปิดอยู่ | ถึง {} | เปิด {} | เปิด {} | วันนี้ {}
tr | Açık | Kapalı | kapanış {} | açılış {} | açılış {} | Bugün {}
uk | Відчинено | Зачинено | до {} | відчиниться о {} | відчиниться {} | Сьогодні {}
ur | کھلا ہے | بند ہے | {} تک | {} کھلے گا | {} کھلے گا | آج {}
vi | Mở cửa | Đóng cửa | đến {} | mở lúc {} | mở {} | Hôm nay {}
zh | 营业中 | 休息中 | 至 {} | {} 开门 | {} 开门 | 今天 {}
zh_Hant | 營業中 | 休息中 | 至 {} | {} 開門 | {} 開門 | 今天 {}
"""


def _parsed(rows: str) -> Iterator[tuple[str, OpeningWords]]:
    for row in rows.strip().splitlines():
        language, *words = (cell.strip() for cell in row.split("|"))
        yield language, OpeningWords(*words)


OPENING_WORDS: Final[Mapping[str, OpeningWords]] = dict(_parsed(_ROWS))
_ALIASES: Final = {"no": "nb", "nn": "nb"}
_TRADITIONAL: Final = frozenset({"TW", "HK", "MO"})


def opening_words(locale: Locale) -> OpeningWords:
    """Return the words of a locale's language."""
    language = _ALIASES.get(locale.language, locale.language)
    if language == "zh" and (locale.script == "Hant" or locale.territory in _TRADITIONAL):
        language = "zh_Hant"
    return OPENING_WORDS.get(language, OPENING_WORDS["en"])
