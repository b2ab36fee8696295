"""Every fact a block may read, with its meaning; authoring checks against it, context fills it.

`personal` facts differ between subscribers: a plan that reads one is answered privately.
`clock.*` is personal unless the block asks for the brand's zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactName:
    """One name of the language: its kind of value and what it says."""

    name: str
    kind: str  # text, number, flag, money, time, moment, minutes, list
    says: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One function of the language: argument count (least, most) and what it answers."""

    name: str
    arguments: tuple[int, int]
    kind: str
    says: str
    personal: bool = False


STORE_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("id", "text", "the store's external id"),
    ("name", "text", "its name"),
    ("slug", "text", "its name in web addresses"),
    ("street", "text", "street and number"),
    ("city", "text", "city"),
    ("region", "text", "region"),
    ("postcode", "text", "postcode"),
    ("country", "text", "country code"),
    ("phone", "text", "telephone number"),
    ("url", "text", "web page"),
    ("lat", "number", "latitude"),
    ("lon", "number", "longitude"),
    ("distance", "number", "kilometres from the reader"),
    ("bearing", "number", "degrees clockwise from north, reader to store"),
    ("is_open", "flag", "open at this moment, in the store's zone"),
    ("closes", "time", "wall time at which it closes next, while open"),
    ("opens", "moment", "local date and time at which it opens next, while closed"),
    ("hours_today", "text", "today's opening hours, e.g. 09:00-18:00"),
    ("stock", "number", "units of the block's SKU there"),
)

HOUR_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("hour", "time", "wall time at which the hour begins, where the reader is"),
    ("condition", "text", "clear, cloudy, rain, snow, storm, fog, hot or cold"),
    ("temperature", "number", "degrees Celsius"),
    ("rain_chance", "number", "chance that it rains or snows, per cent"),
    ("icon", "text", "name of the icon"),
)

LIST_FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "stores": STORE_FIELDS,
    "weather.next": HOUR_FIELDS,
}
"""The lists that `each` draws, with the fields of their rows."""

FACTS: tuple[FactName, ...] = (
    FactName("person.known", "flag", "the subscriber is known and not erased", personal=True),
    FactName("person.language", "text", "preferred language, BCP 47", personal=True),
    *(
        FactName(f"place.{name}", kind, says, personal=True)
        for name, kind, says in (
            ("known", "flag", "something better than the brand's default is known"),
            ("city", "text", "city"),
            ("region", "text", "region"),
            ("country", "text", "country code"),
            ("lat", "number", "latitude"),
            ("lon", "number", "longitude"),
            ("tz", "text", "time zone"),
            ("source", "text", "profile, ip, home, relay, brand or preview"),
            ("accuracy_km", "number", "how near, in kilometres"),
        )
    ),
    FactName("store.known", "flag", "a store was found", personal=True),
    *(FactName(f"store.{name}", kind, says, personal=True) for name, kind, says in STORE_FIELDS),
    FactName(
        "stores", "list", "the nearest stores, nearest first; rows read like store.*", personal=True
    ),
    FactName("stock.here", "number", "units of the block's SKU in store.*", personal=True),
    FactName("stock.total", "number", "units in all stores and online"),
    FactName("stock.online", "number", "units that can be sent from the warehouse"),
    FactName(
        "stock.alternative",
        "text",
        "the next nearest store that has it, else online, else a product of its group",
        personal=True,
    ),
    FactName("stock.alternative_kind", "text", "store, online or substitute", personal=True),
    FactName("stock.alternative_distance", "number", "kilometres to that store", personal=True),
    FactName("product.known", "flag", "the block's SKU is a known product"),
    FactName("product.sku", "text", "the SKU"),
    FactName("product.name", "text", "its name"),
    FactName("product.price", "money", "price"),
    FactName("product.was", "money", "former price"),
    FactName("product.category", "text", "category"),
    FactName("product.group", "text", "group of products that stand in for one another"),
    FactName("product.image", "text", "asset name of its picture"),
    FactName("product.url", "text", "web page"),
    FactName("product.substitute", "text", "name of one of its group that is to be had"),
    FactName("product.substitute_sku", "text", "its SKU"),
    FactName("product.substitute_price", "money", "its price"),
    FactName("product.substitute_was", "money", "its former price"),
    FactName("product.substitute_image", "text", "asset name of its picture"),
    FactName("product.substitute_url", "text", "its web page"),
    FactName("clock.hour", "number", "hour of the day, 0 to 23", personal=True),
    FactName("clock.weekday", "text", "monday to sunday", personal=True),
    FactName("clock.date", "text", "date, YYYY-MM-DD", personal=True),
    FactName("clock.daypart", "text", "night, morning, afternoon or evening", personal=True),
    FactName("clock.time", "time", "wall time to the minute", personal=True),
    FactName("weather.known", "flag", "the weather at the reader's place is known", personal=True),
    *(
        FactName(f"weather.{name}", kind, says, personal=True)
        for name, kind, says in (
            ("condition", "text", "clear, cloudy, rain, snow, storm, fog, hot or cold"),
            ("sky", "text", "the same whatever the temperature: never hot or cold"),
            ("temperature", "number", "degrees Celsius now"),
            ("feels_like", "number", "degrees Celsius as it feels"),
            ("high", "number", "today's highest, degrees Celsius"),
            ("low", "number", "today's lowest, degrees Celsius"),
            ("rain_chance", "number", "chance of rain or snow in what is left of today, per cent"),
            ("wind", "number", "wind now, kilometres per hour"),
            ("is_day", "flag", "the sun is up"),
            ("icon", "text", "name of the icon for the sky now, e.g. weather-rain"),
            ("age", "number", "whole minutes since the weather was fetched"),
            ("next", "list", "the next twelve hours, for `each`"),
            ("tomorrow_condition", "text", "tomorrow's condition"),
            ("tomorrow_high", "number", "tomorrow's highest, degrees Celsius"),
            ("tomorrow_low", "number", "tomorrow's lowest, degrees Celsius"),
            ("tomorrow_rain_chance", "number", "chance of rain or snow tomorrow, per cent"),
            ("tomorrow_icon", "text", "name of the icon for tomorrow's sky"),
        )
    ),
    FactName("message.name", "text", "the message's name"),
    FactName("message.title", "text", "the message's title"),
    FactName("message.sent_at", "moment", "when it was sent"),
    FactName("brand.name", "text", "the brand's name"),
    FactName("brand.title", "text", "the brand's title"),
    FactName("brand.link", "text", "the brand's default link"),
    FactName("brand.logo", "text", "the asset that is the brand's logo"),
    FactName("picture.moves", "flag", "a GIF is asked for, in which time can pass"),
    FactName("picture.is_kept", "flag", "it may be shown for days, as readers do that fetch ahead"),
    FactName(
        "reader.kind", "text", "person, mail_proxy, prefetch, scanner, machine", personal=True
    ),
)

OPEN_NAMESPACES: dict[str, tuple[str, bool]] = {
    "person": ("any attribute of the profile", True),
    "message": ("any parameter of the message", False),
    "params": ("a parameter that the block declares", False),
    "brand": ("a colour of the brand", False),
}
"""Namespaces that also answer names beyond FACTS: what the names are, and whether personal."""

QUESTIONS: tuple[Question, ...] = (
    Question(
        "clock.until",
        (1, 1),
        "minutes",
        "whole minutes left until a moment, 0 once past",
        personal=True,
    ),
    Question(
        "clock.seconds",
        (1, 2),
        "number",
        "whole seconds left until a moment, 0 once past; in steps of a second number",
        personal=True,
    ),
    Question(
        "clock.next",
        (1, 2),
        "moment",
        "when the wall next shows a time; with a number n, the n-th time from now",
        personal=True,
    ),
    Question(
        "clock.moment",
        (1, 1),
        "moment",
        "a moment as date and time on the wall, to be written",
        personal=True,
    ),
    Question(
        "clock.between",
        (2, 2),
        "flag",
        "the wall time is in [a, b), also over midnight",
        personal=True,
    ),
    Question("clock.before", (1, 1), "flag", "the moment is not reached yet", personal=True),
    Question("clock.after", (1, 1), "flag", "the moment is reached or past", personal=True),
    Question("stock.at", (1, 1), "number", "units of the block's SKU in the store with that id"),
)
"""A moment is "18:00" (today), "2026-11-27 18:00" (in the block's zone), or with an offset."""

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR, in the order in which a filter takes them."""

FILTERS: dict[str, tuple[int, int]] = {
    "money": (0, 0),
    "number": (0, 1),  # digits after the point
    "distance": (0, 0),  # kilometres -> "3.2 km" or "2 mi"
    "temperature": (0, 1),  # degrees Celsius -> "21 °C" or "70 °F"; short: "21°"
    "speed": (0, 0),  # kilometres per hour -> "18 km/h" or "11 mph"
    "date": (0, 1),  # short, medium, long, full
    "time": (0, 0),
    "moment": (0, 0),  # weekday, day, month, time and zone
    "countdown": (0, 0),  # minutes -> "2 h 14 min"
    "plural": (2, 2),  # number | plural('item', 'items'), or PLURAL_FORMS by name
    "upper": (0, 0),
    "title": (0, 0),
    "truncate": (1, 1),
    "default": (1, 1),
    "percent": (0, 1),
}
"""Filters and how many arguments they take besides the value (least, most)."""

_OUTSIDE = frozenset({"source", "weather"})


def outside(names: Iterable[str]) -> tuple[str, ...]:
    """Return what is read from outside the process: `weather`, each `source.NAME`; sorted."""
    parts = (name.split(".") for name in names)
    return tuple(
        sorted({".".join(p[:2]) if p[0] == "source" else p[0] for p in parts if p[0] in _OUTSIDE})
    )
