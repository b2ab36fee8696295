"""Writes what in docs/ is made from code: `python -m tests.authoring.write_docs`."""

import json
from pathlib import Path

from app.authoring import block_schema
from app.authoring.reference import with_tables

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Write the schema and the tables."""
    schema = json.dumps(block_schema(), indent=2, ensure_ascii=False)
    (DOCS / "block.schema.json").write_text(f"{schema}\n", "utf-8")
    page = DOCS / "expressions.md"
    page.write_text(with_tables(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
