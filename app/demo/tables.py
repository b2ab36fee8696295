"""The demo's files: small CSV and JSON tables beside this module, read as they are."""

import csv
import json
from pathlib import Path
from typing import Any

FILES = Path(__file__).with_name("files")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `files/<name>.csv` by column."""
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def document(name: str) -> Any:
    """Return the content of `files/<name>.json`."""
    return json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
