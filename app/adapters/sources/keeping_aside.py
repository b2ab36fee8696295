"""Bodies that were refused, kept to be looked at: the last one of each source, with the reason."""

import logging
import os
import shutil
from pathlib import Path

from app.adapters.sources.noted import quoted
from app.adapters.sources.reading import Body
from app.model.source import SourceSpec

_log = logging.getLogger("opentime.sources")


def keep_aside(root: Path, spec: SourceSpec, body: Body, reason: str) -> None:
    """Write a body and why it was refused under HOME/sources/refused; never raises."""
    brand, name = quoted(spec)
    folder = root / "refused" / brand
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = folder / f"{name}.{os.getpid()}.tmp"
        body.file.seek(0)
        with aside.open("wb") as file:
            shutil.copyfileobj(body.file, file)
        aside.replace(folder / f"{name}.body")
        (folder / f"{name}.txt").write_text(f"{reason}\n", encoding="utf-8")
    except OSError as error:
        _log.warning('What "%s" answered cannot be kept aside: %s', spec.name, error)
