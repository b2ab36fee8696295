"""Words for reader classes, cache states and causes of fallbacks."""

from dataclasses import dataclass
from typing import Final

READERS: Final = {
    "direct": "Own mail clients",
    "apple_mail_direct": "Apple Mail",
    "outlook_word": "Outlook for Windows",
    "outlook_mobile": "Outlook on a phone",
    "outlook_mac": "Outlook for Mac",
    "direct_relay": "People behind a relay",
    "google_proxy": "Gmail",
    "yahoo_proxy": "Yahoo Mail",
    "hey_proxy": "HEY",
    "fastmail_proxy": "Fastmail",
    "other_mail_proxy": "Other mail proxies",
    "outlook_proxy": "Outlook on the web",
    "google_prefetch": "Gmail, ahead of time",
    "prefetch": "Fetched ahead of time",
    "mpp": "Apple, ahead of time",
    "ambiguous_proxy": "A proxy, unclear whose",
    "scanner": "Security scanners",
    "generic_bot": "Bots",
    "unknown_machine": "Programs without a name",
}
CACHES: Final = {
    "standing": "The last answer still stood",
    "memory": "Picture from memory",
    "disk": "Picture from disk",
    "shared": "Waited for another's drawing",
    "drawn": "Drawn anew",
    "refused": "Could not be drawn",
}
STAGES: Final = {
    "answering": "Answering",
    "deciding": "Deciding",
    "drawing": "Drawing",
}
_WHY: Final = {
    "timeout": "is late",
    "refused": "refuses to answer",
    "malformed": "answers what cannot be read",
}
_KINDS: Final = {
    "overload": (
        "too many pictures waited to be drawn",
        "Raise OPENTIME_RENDER_WORKERS or add a machine.",
    ),
    "deadline": (
        "the picture was not drawn in time",
        "Make the picture lighter, or raise OPENTIME_DEADLINE_MS.",
    ),
    "render": ("drawing failed", ""),
    "source": ("what was asked for could not be read", ""),
    "defect": ("deciding failed", "The server's log says where."),
    "extension": ("the address ends in no format of ours", ""),
    "unknown-block": ("the address names no published block", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why an answer was not the one that was meant, and where it can be mended."""

    says: str
    source: str = ""  # name of the source that is to blame
    remedy: str = ""


def cause_of(text: str) -> Cause:
    """Return the words for what `X-Opentime-Fallback` said."""
    fact, _, why = text.rpartition(" ")
    if fact and why in _WHY:
        space, _, rest = fact.partition(".")
        if space == "source":
            name = rest.partition(".")[0]
            return Cause(says=f"source {name} {_WHY[why]}", source=name)
        return Cause(says=f"{space} {_WHY[why]}")
    head, _, tail = text.partition(" ")
    says, remedy = _KINDS.get(head, (text, ""))
    return Cause(says=f"{says} ({tail})" if tail and head in _KINDS else says, remedy=remedy)
