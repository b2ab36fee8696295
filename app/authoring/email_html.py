"""Checks the HTML of an email before it is sent: our URLs, their tags, the clients' limits."""

from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from app.authoring.email_pairs import check_pairs
from app.authoring.email_sending import ANYHOW, Sending, check_tag
from app.authoring.email_urls import LiveUrl, has_tag, is_tag, parse_live_url
from app.authoring.findings import Findings
from app.model.keys import ANONYMOUS, is_key
from app.model.problem import Problem
from app.model.rendering import Format, drawn_formats

_KIB: Final = 1024
_LARGE: Final = 90 * _KIB
_CLIPPED: Final = 102 * _KIB
_STYLES: Final = 16 * _KIB
_TAG_EXAMPLE: Final = "Use your ESP's merge tag for the key, as `opentime embed` prints it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One of our URLs at its place; `link` is the URL around an image."""

    url: LiveUrl
    line: int
    link: LiveUrl | None = None


def check_email(
    html: str, *, file: str = "", extra: Collection[Format] = (), sending: Sending = ANYHOW
) -> tuple[Problem, ...]:
    """Return every error and warning about an email, by line.

    Pictures may be of the formats that every client shows, and the `extra` ones.
    """
    findings = Findings(file)
    reading = _Reading(findings)
    reading.feed(html)
    reading.close()
    _check_size(html, reading.style_bytes, findings)
    if not reading.images and not reading.links:
        findings.warn(
            "no-live-content",
            (),
            "The email has no image or link of Opentime.",
            "Paste the snippet that `opentime embed MESSAGE BLOCK` prints.",
            line=1,
        )
    for use in (*reading.images, *reading.links):
        _check_url(use, findings, drawn_formats(extra))
        check_tag(use.url, use.line, sending, findings)
    check_pairs(
        [(use.url, use.link, use.line) for use in reading.images],
        [(use.url, use.line) for use in reading.links],
        findings,
    )
    return findings.all()


class _Reading(HTMLParser):
    """Finds our images and links, and how much style sheet there is."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(convert_charrefs=True)
        self.images: list[Use] = []
        self.links: list[Use] = []
        self.style_bytes = 0
        self._findings = findings
        self._in_style = False
        self._around: LiveUrl | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note images and links."""
        given = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if tag == "a":
            self._around = parse_live_url(given.get("href", ""))
            if self._around is not None:
                self.links.append(Use(url=self._around, line=self.getpos()[0]))
        for name in ("srcset", "background", "data-src"):
            if any(parse_live_url(part) for part in given.get(name, "").split()):
                message = f"A live image stands in `{name}`, which mail clients treat differently."
                self._note("wrong-attribute", message, "Use `<img src>` alone.")
        if tag == "img":
            self._check_kind(given.get("src", "").strip())
        url = parse_live_url(given.get("src", "")) if tag == "img" else None
        if url is not None:
            self.images.append(Use(url=url, line=self.getpos()[0], link=self._around))
            for name in ("alt", "width", "height"):
                if name not in given:
                    message = f"The image of `{url.block}` has no `{name}`."
                    remedy = f'Add `{name}="..."`; `opentime embed` prints it.'
                    self._note(f"missing-{name}", message, remedy)

    def handle_endtag(self, tag: str) -> None:
        """Leave links and style sheets."""
        if tag == "a":
            self._around = None
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Count style sheets."""
        if self._in_style:
            self.style_bytes += len(data.encode("utf-8", "replace"))

    def _check_kind(self, src: str) -> None:
        start = src[:64].lower()
        path = src.partition("?")[0].partition("#")[0].lower()
        if start.startswith("data:"):
            message = f"A picture of {len(src):,} characters stands in the email itself."
            remedy = "Gmail and Outlook show no `data:` pictures: link to a file."
            self._note("data-picture", message, remedy)
        elif path.endswith((".svg", ".svgz")):
            message = f"The picture `{src[:80]}` is an SVG."
            self._note("svg-picture", message, "Gmail and Outlook show none: use PNG, JPEG or GIF.")

    def _note(self, rule: str, message: str, remedy: str) -> None:
        self._findings.warn(rule, (), message, remedy, line=self.getpos()[0])


def _check_size(html: str, style_bytes: int, findings: Findings) -> None:
    size = len(html.encode("utf-8", "replace"))
    message = f"The email has {size / _KIB:.0f} KiB."
    remedy = "Gmail cuts emails off at 102 KiB: remove comments, spaces and unused styles."
    if size >= _CLIPPED:
        findings.error("email-clipped", (), message, remedy, line=1)
    elif size >= _LARGE:
        findings.warn("email-large", (), message, remedy, line=1)
    if style_bytes > _STYLES:
        message = f"The style sheets have {style_bytes / _KIB:.0f} KiB."
        remedy = "Gmail drops style sheets over 16 KiB: remove unused rules."
        findings.warn("styles-large", (), message, remedy, line=1)


def _check_url(use: Use, findings: Findings, formats: Collection[str]) -> None:
    url, line = use.url, use.line
    where = f"The {'link' if url.kind == 'c' else 'image'} of `{url.block}`"
    if not url.scheme or not url.host:
        message = f"{where} has no scheme or host."
        remedy = "Write the whole address; an email has no base."
        findings.error("relative-url", (), message, remedy, line=line)
    elif url.is_local():
        message = f"{where} is at `{url.host}`, which readers cannot reach."
        remedy = "Set the public base address of the server before you send."
        findings.warn("local-address", (), message, remedy, line=line)
    elif url.scheme != "https":
        message = f"{where} is fetched by {url.scheme}."
        remedy = "Use https; several clients refuse anything else."
        findings.error("not-https", (), message, remedy, line=line)
    if url.has_space:
        message = f"{where} has a space in its address."
        remedy = "Write %20, or remove it; spaces are allowed inside merge tags only."
        findings.error("unencoded", (), message, remedy, line=line)
    if url.kind != "c" and url.extension not in formats and not has_tag(url.block):
        message = f"{where} ends in `.{url.extension}`."
        remedy = "End it in .png, .jpg or .gif."
        findings.error("image-format", (), message, remedy, line=line)
    _check_keys(url, where, line, findings)


def _check_keys(url: LiveUrl, where: str, line: int, findings: Findings) -> None:
    if not is_key(url.message) and not is_tag(url.message):
        message = f"{where} names the message `{url.message}`, which is not a key."
        remedy = "Copy the message's key from the studio."
        findings.error("message-key", (), message, remedy, line=line)
    if url.kind == "s" or url.subscriber == ANONYMOUS:
        return
    subscriber = url.subscriber
    if is_tag(subscriber):
        if "mail" in subscriber.lower():
            message = f"{where} puts `{subscriber}` into its address, where proxies log it."
            remedy = f"{_TAG_EXAMPLE}, not the email address."
            findings.error("personal-tag", (), message, remedy, line=line)
    elif is_key(subscriber):
        message = f"{where} names one subscriber, so everybody sees what that person sees."
        findings.warn("fixed-subscriber", (), message, f"{_TAG_EXAMPLE}.", line=line)
    elif "%7b" in subscriber.lower() or "%2a%7c" in subscriber.lower():
        message = f"{where} has a merge tag that was percent-encoded: `{subscriber}`."
        remedy = "Write the tag as it is, so that your ESP replaces it."
        findings.error("encoded-tag", (), message, remedy, line=line)
    else:
        message = f"{where} names the subscriber `{subscriber}`, which is no key and no merge tag."
        remedy = f"{_TAG_EXAMPLE}, or `anonymous`."
        findings.error("subscriber-key", (), message, remedy, line=line)
