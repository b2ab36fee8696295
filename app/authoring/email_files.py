"""Email files: the HTML of a `.eml`, and what its other parts lack."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final

from app.authoring.findings import Findings
from app.errors import Unacceptable
from app.model.problem import Problem

_LARGEST: Final = 20 * 1024 * 1024
_AMP: Final = 200_000  # bytes of an AMP part that Gmail takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message that was read: its HTML, and whether it was on its way already."""

    message: EmailMessage
    html: str
    is_sent: bool


def read_mail(body: bytes, *, file: str = "") -> Mail:
    """Return the HTML of an email file; raises Unacceptable when there is none."""
    if len(body) > _LARGEST:
        raise Unacceptable(
            f"{file} has {len(body):,} bytes.",
            remedy=f"An email has at most {_LARGEST:,}: save it without its attachments.",
            field="file",
            value=file,
        )
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(body)
    part = message.get_body(preferencelist=("html",))
    if part is None:
        raise Unacceptable(
            f"{file} has no HTML part.",
            remedy="Save the whole message, as the mail program calls it `original` or `raw`.",
            field="file",
            value=file,
        )
    return Mail(message=message, html=_text(part), is_sent="received" in message)


def check_parts(mail: Mail, *, file: str = "") -> tuple[Problem, ...]:
    """Return what is wrong with an email beside its HTML."""
    findings = Findings(file)
    if mail.message.get_body(preferencelist=("plain",)) is None:
        findings.warn(
            "no-plain-text",
            (),
            "The email has no part in plain text.",
            "Add one: `/o/MESSAGE/KEY/BLOCK.txt` says a block in a line.",
            line=1,
        )
    for part in mail.message.walk():
        if part.get_content_type() == "text/x-amp-html":
            size = len(_text(part).encode())
            if size > _AMP:
                findings.error(
                    "amp-large",
                    (),
                    f"The AMP part has {size:,} bytes.",
                    f"Gmail takes {_AMP:,}: shorten it.",
                    line=1,
                )
    return findings.all()


def with_html(mail: Mail, html: str) -> bytes:
    """Return the message with another HTML part, everything else as it was."""
    part = mail.message.get_body(preferencelist=("html",))
    assert isinstance(part, EmailMessage)
    kept = [(n, v) for n, v in part.items() if not n.lower().startswith("content-")]
    part.set_content(html, subtype="html", charset="utf-8")
    for name, _ in kept:
        if name not in part:
            part[name] = dict(kept)[name]
    return mail.message.as_bytes()


def _text(part: object) -> str:
    assert isinstance(part, EmailMessage)
    try:
        content = part.get_content()
    except (LookupError, ValueError):  # a charset that nobody knows
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""
