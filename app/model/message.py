"""One email as sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.model.keys import MessageKey
from app.model.subscriber import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An email: its key stands in the URLs, its parameters may be read by blocks."""

    key: MessageKey
    name: str
    title: str = ""
    brand: str = ""
    sent_at: datetime | None = None  # aware UTC
    params: Mapping[str, Attribute] = field(default_factory=dict)  # message.NAME, and block params
    blocks: tuple[str, ...] = ()  # block names in the order in which the email shows them
    redirect: bool = False  # opens lead to their pictures' own addresses; not every client follows
    esp: str = ""  # which provider sends it, by its name in the table of providers
    esp_field: str = ""  # the field of theirs that holds our key; empty: the usual one
    html: str = ""  # the email as sent, with {base}, {message} and {subscriber} for its keys
