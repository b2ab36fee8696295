"""The `[fact.name]` tokens of a source document: which facts may be asked with, and where."""

from typing import Final

from app.authoring.findings import Findings, Path, suggestion
from app.authoring.scope import FACT_NAMES
from app.model.source_tokens import SECRET, tokens_in
from app.model.vocabulary import OPEN_NAMESPACES

_ASKED: Final = frozenset({"params", "place", "person", "message", "product", "store", "brand"})
_NAMES: Final = tuple(
    name
    for name, fact in FACT_NAMES.items()
    if name.partition(".")[0] in _ASKED and fact.kind != "list"
)


def check_tokens(text: str, path: Path, findings: Findings) -> None:
    """Note tokens that name no fact of an open."""
    for token in tokens_in(text):
        space = token.partition(".")[0]
        if token in _NAMES or (space in _ASKED and space in OPEN_NAMESPACES):
            continue
        near = suggestion(token, _NAMES)
        findings.error(
            "unknown-fact",
            path,
            f"A source cannot be asked with `[{token}]`.",
            near or f"Tokens name facts of {', '.join(sorted(_ASKED))}, e.g. `[params.sku]`.",
        )


def refuse_secrets(text: str, path: Path, findings: Findings) -> None:
    """Note a secret outside the headers."""
    if found := SECRET.search(text):
        findings.error(
            "secret-place",
            path,
            f"The secret `{found[1]}` stands where it would be written into logs.",
            "Send it in a header: `headers: {Authorization: 'Bearer {secret:NAME}'}`.",
        )
