"""Conditions between people's rows and the expression, as the designer's scripts ask for them."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from app.authoring.condition_words import words_of
from app.authoring.conditions import ALWAYS, BadTree, Tree, node_of, tree_of
from app.authoring.formula import Node
from app.authoring.parsing import parse_condition
from app.authoring.refusing import Budget, Refusal
from app.authoring.scope import Scope
from app.authoring.source_names import KnownSource, SourceNames
from app.authoring.spelling import spelled_out

_PARAM: Final = re.compile(r"\bparams(?:\.([A-Za-z]\w*)|\[\s*(['\"])(.*?)\2\s*\])")


class ConditionService:
    """Turns texts into trees and back; `sources` are those that conditions may read."""

    def __init__(self, *, sources: Callable[[], Mapping[str, KnownSource]]) -> None:
        self._sources = sources

    def from_text(self, text: str) -> Mapping[str, object]:
        """Return a condition's text with its tree and its words; with a problem if it has one.

        Which parameters the block has is not known here: any is taken.
        """
        if not text.strip():
            return _answer("", ALWAYS)
        try:
            return _answer(text, tree_of(self._parsed(text)))
        except Refusal as refusal:
            return _answer(text, {"text": text}, (refusal.message, refusal.remedy))

    def from_tree(self, tree: object) -> Mapping[str, object]:
        """Return the text that a tree is, with the tree as it is read back and its words."""
        try:
            node = node_of(tree, self._parsed)
            if node is None:
                return _answer("", ALWAYS)
            text = spelled_out(node)
            return _answer(text, tree_of(self._parsed(text)))
        except (BadTree, Refusal) as error:
            return _answer("", ALWAYS, (error.message, error.remedy))

    def _parsed(self, text: str) -> Node:
        """Return the expression of a text; raises Refusal."""
        params = {match[1] or match[3] for match in _PARAM.finditer(text)}
        names = SourceNames(known=self._sources(), checked=True)
        (node,) = parse_condition(text, Scope(params=frozenset(params), sources=names), Budget())
        assert not isinstance(node, str)
        return node


def _answer(text: str, tree: Tree, problem: tuple[str, str] | None = None) -> Mapping[str, object]:
    return {
        "text": text,
        "tree": tree,
        "words": "" if problem else words_of(tree),
        "problem": {"message": problem[0], "remedy": problem[1]} if problem else None,
    }
