"""What a given ESP, and a copy that was sent, add to the check of an email."""

from dataclasses import dataclass
from typing import Final

from app.authoring.email_urls import LiveUrl, is_tag
from app.authoring.findings import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How an email is sent: the tag by which an ESP inserts our key (empty: any ESP's will do)."""

    tag: str = ""
    esp: str = ""  # its title
    is_sent: bool = False  # this copy was sent: its tags should have been replaced


ANYHOW: Final = Sending()


def check_tag(url: LiveUrl, line: int, sending: Sending, findings: Findings) -> None:
    """Note a merge tag that the ESP will not replace, or did not."""
    if url.kind == "s" or not is_tag(url.subscriber):
        return
    what = "link" if url.kind == "c" else "image"
    if sending.is_sent:
        findings.error(
            "unmerged-tag",
            (),
            f"This email was sent, and its {what} of `{url.block}` still holds `{url.subscriber}`.",
            f"Import the keys into {sending.esp or 'the ESP'} as that field, and check its name.",
            line=line,
        )
    elif sending.tag and not is_same_tag(url.subscriber, sending.tag):
        findings.error(
            "wrong-tag",
            (),
            f"The {what} of `{url.block}` holds `{url.subscriber}`, which {sending.esp} does not"
            " replace by a key.",
            f"Write `{sending.tag}`; if another field holds the key, name that one.",
            line=line,
        )


def is_same_tag(tag: str, other: str) -> bool:
    """Tell whether two spellings are one tag: blanks around a name do not matter."""
    return "".join(tag.split()) == "".join(other.split())
