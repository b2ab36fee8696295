"""Merge tags that an ESP left in a URL: whoever asks with one is anonymous."""

import re
from urllib.parse import unquote

from app.model.keys import is_key

_LONGEST = 2_048  # characters looked at
_MARKS = re.compile(
    r"%%|\*\||\|\*|\{\{|\}\}|\$\{|\[\[|\]\]|<%|%>|~~eloqua|\$lookup\(|<span[ +]"
    r"|\{(?:contactfield=|\$)|\{profile\."
    r"|\$[A-Za-z_][A-Za-z0-9_.]*\$|\A\$[A-Z]+\.[A-Z]+\$?\Z"
    r"|\A%[A-Za-z_][A-Za-z0-9_]*%\Z|\A@[A-Za-z_]+@\Z|\A\[[A-Za-z_ ,=]+\]\Z|\A\{[A-Za-z_]+\}\Z",
    re.IGNORECASE,
)
_TEST_ADDRESS = "__test_email__"


def is_unmerged(text: str) -> bool:
    """Tell whether a value from a URL is still a merge tag, however often percent-encoded."""
    if is_key(text):
        return False
    text = text[:_LONGEST]
    for _ in range(3):
        if text.strip().lower() == _TEST_ADDRESS or _MARKS.search(text):
            return True
        decoded = unquote(text, errors="replace")
        if decoded == text:
            return False
        text = decoded
    return _MARKS.search(text) is not None


def holds_merge_tag(raw_path: bytes) -> bool:
    """Tell whether a path, or any segment of it, still holds a merge tag."""
    path = raw_path[:_LONGEST].decode("latin-1")
    return is_unmerged(path) or any(is_unmerged(segment) for segment in path.split("/"))
