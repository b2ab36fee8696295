"""A document as that of a block of another name."""

import re
from typing import Final

from app.authoring.findings import Findings
from app.authoring.reading import read_document
from app.errors import Unacceptable

_YAML: Final = re.compile(
    r"^(\s*[\"']?block[\"']?\s*:[ \t]*)([^\n#]*?)(\s*(?:#.*)?)$", re.MULTILINE
)
_JSON: Final = re.compile(r"(\"block\"\s*:\s*)(\"[^\"]*\")()")


def renamed(document: str, name: str) -> str:
    """Return the document with another name in it, its layout kept; raises Unacceptable."""
    is_json = document.lstrip().startswith("{")
    is_word = name[:1].isalpha() and name not in ("true", "false", "null")
    spelled = name if is_word and not is_json else f'"{name}"'
    pattern = _JSON if is_json else _YAML
    changed = pattern.sub(rf"\g<1>{spelled}\g<3>", document, count=1)
    tree = read_document(changed, Findings(""))
    if tree is None or tree.get("block") != name:
        raise Unacceptable(
            f"The document does not say `block: {name}` where it could be changed.",
            remedy="Mend the document in the designer, its first line begins with `block:`.",
            field="document",
        )
    return changed
