"""The icons there are, by name, each with the emoji that stands for it where no picture can."""

from collections.abc import Mapping
from typing import Final

COMMON: Final[Mapping[str, str]] = {
    # places and ways
    "store": "🏬", "pin": "📍", "navigation": "🧭", "route": "🧭", "compass": "🧭", "home": "🏠",
    "building": "🏢", "parking": "🅿️", "door": "🚪", "globe": "🌍", "mountain": "⛰️", "tent": "⛺",
    "trees": "🌲",
    # time
    "clock": "🕒", "hourglass": "⏳", "timer": "⏱️", "alarm": "⏰", "calendar": "📅",
    "calendar-check": "📅",
    # buying and having it brought
    "cart": "🛒", "bag": "🛍️", "basket": "🧺", "truck": "🚚", "package": "📦",
    "package-check": "📦", "package-open": "📦", "return": "↩️", "gift": "🎁", "tag": "🏷️",
    "tags": "🏷️", "percent": "％", "sale": "🏷️", "ticket": "🎟️", "voucher": "🎟️", "card": "💳",
    "wallet": "👛", "coins": "🪙", "banknote": "💵", "receipt": "🧾", "barcode": "", "qr": "",
    # praise and news
    "star": "☆", "star-filled": "★", "heart": "♡", "heart-filled": "♥", "thumbs-up": "👍",
    "trophy": "🏆", "medal": "🏅", "award": "🎖️", "crown": "👑", "sparkles": "✨", "flame": "🔥",
    "bolt": "⚡", "bell": "🔔", "megaphone": "📣", "party": "🎉", "rocket": "🚀",
    "lightbulb": "💡", "gem": "💎",
    # signs
    "check": "✓", "check-circle": "✓", "cross": "✕", "cross-circle": "✕", "plus": "+",
    "minus": "−", "info": "ℹ️", "warning": "⚠️", "question": "❓", "lock": "🔒", "shield": "🛡️",
    "key": "🔑", "eye": "👁️", "search": "🔍", "arrow-right": "→", "arrow-left": "←",
    "arrow-up": "↑", "arrow-down": "↓", "chevron-right": "›", "external": "↗", "refresh": "🔄",
    "download": "⬇️", "play": "▶️", "accessible": "♿",
    # people and talk
    "phone": "📞", "mobile": "📱", "mail": "✉️", "chat": "💬", "send": "✉️", "share": "↗",
    "link": "🔗", "user": "👤", "users": "👥", "camera": "📷", "image": "🖼️", "headset": "🎧",
    "handshake": "🤝", "baby": "👶", "paw": "🐾",
    # things and doings
    "leaf": "🍃", "recycle": "♻️", "flower": "🌸", "coffee": "☕", "utensils": "🍴", "wine": "🍷",
    "cake": "🎂", "pizza": "🍕", "water": "🥛", "shirt": "👕", "footprints": "👣", "glasses": "👓",
    "watch": "⌚", "bike": "🚲", "car": "🚗", "train": "🚆", "plane": "✈️", "ship": "🚢",
    "fuel": "⛽", "bed": "🛏️", "wifi": "📶", "wrench": "🔧", "scissors": "✂️", "ruler": "📏",
    "book": "📖", "music": "🎵", "headphones": "🎧", "gamepad": "🎮", "palette": "🎨",
    "dumbbell": "🏋️", "briefcase": "💼", "graduation": "🎓", "sun": "☀️", "moon": "🌙",
    "cloud": "☁️", "umbrella": "☂️", "snowflake": "❄️", "thermometer": "🌡️", "drop": "💧",
}  # fmt: skip
"""Outlines, drawn in any colour."""

WEATHER: Final[Mapping[str, str]] = {
    "weather-clear": "☀️", "weather-clear-day": "☀️", "weather-clear-night": "🌙",
    "weather-cloudy": "☁️", "weather-cloudy-day": "⛅", "weather-cloudy-night": "☁️",
    "weather-overcast": "☁️",
    "weather-drizzle": "🌦️",
    "weather-rain": "🌧️", "weather-rain-day": "🌦️", "weather-rain-night": "🌧️",
    "weather-sleet": "🌨️", "weather-hail": "🌨️",
    "weather-snow": "🌨️", "weather-snow-day": "🌨️", "weather-snow-night": "🌨️",
    "weather-storm": "⛈️", "weather-storm-day": "⛈️", "weather-storm-night": "⛈️",
    "weather-fog": "🌫️", "weather-fog-day": "🌫️", "weather-fog-night": "🌫️",
    "weather-hot": "🥵", "weather-hot-day": "🥵", "weather-hot-night": "🌡️",
    "weather-cold": "🥶", "weather-cold-day": "🥶", "weather-cold-night": "🌡️",
    "weather-wind": "💨", "weather-wind-day": "💨", "weather-wind-night": "💨",
    "weather-tornado": "🌪️", "weather-rainbow": "🌈", "weather-umbrella": "☂️",
    "weather-snowflake": "❄️", "weather-sunrise": "🌅", "weather-sunset": "🌇",
}  # fmt: skip
"""In colour; drawn in one colour when one is given."""

ICONS: Final[Mapping[str, str]] = {**COMMON, **WEATHER}
