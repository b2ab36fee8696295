"""docs/sources.md: its documents are legal, its blocks compile, its tables are the code's."""

import json
import re

import pytest

from app.authoring import check_block
from app.authoring.source_names import OWN, known_sources
from app.authoring.sources import check_source, read_source, source_schema
from app.model.source import FeedKind, FieldType, SourceHealth
from tests.authoring.write_docs import DOCS

PAGE = (DOCS / "sources.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_source_is_without_fault():
    """What is shown first has no warning at all."""
    assert check_source(EXAMPLES[0], secrets={"reviews-api"}) == ()


def test_the_block_reads_the_source():
    """As they stand on the page, one after the other."""
    spec, _ = read_source(EXAMPLES[0])
    assert check_block(EXAMPLES[1], sources=known_sources([spec])) == ()


def test_the_schema_is_the_codes():
    """`make docs` writes it."""
    assert json.loads((DOCS / "source.schema.json").read_text("utf-8")) == source_schema()


@pytest.mark.parametrize(
    "word", [*OWN, *FeedKind, *FieldType, *SourceHealth, *source_schema()["properties"]]
)
def test_every_word_is_explained(word):
    """Whoever adds a field, format, type or state explains it."""
    assert re.search(rf"\b{re.escape(word)}\b", PAGE)
