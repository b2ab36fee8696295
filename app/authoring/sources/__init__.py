"""Source documents: configured sources in, checked specs out."""

from app.authoring.sources.document import check_source, read_source
from app.authoring.sources.schema import source_schema
from app.authoring.sources.writing import source_document, source_text

__all__ = [
    "check_source",
    "read_source",
    "source_document",
    "source_schema",
    "source_text",
]
