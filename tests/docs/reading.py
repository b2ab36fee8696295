"""The documentation as tests read it: pages, fences, commands, links, anchors."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.docs.generated import DOCS, ROOT

FRONT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_SET = re.compile(r"[A-Z_]+=\S*\Z")


def pages() -> list[Path]:
    """Return every page: the front ones and all of docs/."""
    return [ROOT / name for name in FRONT] + sorted(DOCS.glob("*.md"))


def page(name: str) -> str:
    """Return the text of a page by its path from the top of the repository."""
    return (ROOT / name).read_text("utf-8")


def fences(text: str, *languages: str) -> list[str]:
    """Return the contents of fenced blocks of these languages."""
    return [body for language, body in _FENCE.findall(text) if language in languages]


def commands(text: str) -> Iterator[list[str]]:
    """Yield each command line of bash blocks as words, without variables that are set before."""
    for fence in fences(text, "bash", "console"):
        for line in fence.replace("\\\n", " ").splitlines():
            words = shlex.split(re.sub(r"^\w+=\$\((.*)\)$", r"\1", line), comments=True)
            while words and _SET.match(words[0]):
                words.pop(0)
            if words:
                yield words


def links(text: str) -> list[str]:
    """Return the targets of links and pictures that lead into the repository."""
    prose = re.sub(r"`[^`]*`", "", _FENCE.sub("", text))
    return [t for t in _LINK.findall(prose) if not t.startswith(("http:", "https:"))]


def anchors(text: str) -> set[str]:
    """Return the names that headings can be linked by."""
    words = (heading.lower() for heading in _HEADING.findall(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in words}
