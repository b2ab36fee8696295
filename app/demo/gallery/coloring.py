"""Sources marked as HTML, for pages that run no script: YAML by its parts, words by backticks."""

import re
from html import escape
from typing import Final

_PARTS: Final = re.compile(
    r"""(?P<note>(?:^|(?<=\s))\#.*$)
    | (?P<key>(?<![\w"'.])[A-Za-z_][\w-]*(?=:(?:\s|$)))
    | (?P<text>"(?:[^"\\]|\\.)*"|'[^']*')
    | (?P<color>\bbrand\.\w+)
    | (?P<number>(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.]))""",
    re.VERBOSE,
)


def colored(yaml: str) -> str:
    """Return the source as HTML: a `span` per line, in it one for each part, named by its class."""
    return "".join(f'<span class="line">{_line(line)}</span>' for line in yaml.split("\n"))


def worded(text: str) -> str:
    """Return a sentence as HTML, what stands in backticks as code."""
    pieces = map(escape, text.split("`"))
    return "".join(
        f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces)
    )


def _line(text: str) -> str:
    pieces = []
    done = 0
    for part in _PARTS.finditer(text):
        pieces.append(escape(text[done : part.start()]))
        pieces.append(f'<span class="{part.lastgroup}">{escape(part[0])}</span>')
        done = part.end()
    return "".join([*pieces, escape(text[done:])])
