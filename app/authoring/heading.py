"""What a document says of itself to people: title, sentence, tags; however unfinished it is."""

from dataclasses import dataclass

from app.authoring.findings import Findings
from app.authoring.reading import Tree, read_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The words by which people know a block; `texts` are all it may say, in one."""

    title: str = ""
    about: str = ""
    tags: tuple[str, ...] = ()
    texts: str = ""


def heading(document: str) -> Heading:
    """Return what a document says of itself; empty where it cannot be read."""
    tree = read_document(document, Findings(""))
    if tree is None:
        return Heading()
    tags = tree.get("tags")
    return Heading(
        title=_text(tree.get("title")),
        about=_text(tree.get("about")),
        tags=tuple(filter(None, map(_text, tags))) if isinstance(tags, list) else (),
        texts=" ".join(_texts([tree.get("variants"), tree.get("fallback"), tree.get("alt")])),
    )


def _texts(tree: Tree) -> list[str]:
    """Return what variants say, and texts of their drawings."""
    if isinstance(tree, str):
        return [tree]
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for part in parts for text in _texts(part)]


def _text(value: Tree) -> str:
    return value.strip() if isinstance(value, str) else ""
