"""Writes what in docs/ is made from code: `python -m tests.authoring.write_docs`."""

import json
from pathlib import Path

from app.authoring import block_schema
from app.authoring.reference import with_tables
from app.authoring.sources import source_schema

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Write the schemas and the tables."""
    for name, schema in (("block", block_schema()), ("source", source_schema())):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (DOCS / f"{name}.schema.json").write_text(f"{text}\n", "utf-8")
    page = DOCS / "expressions.md"
    page.write_text(with_tables(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
