"""The documentation says what is: its examples run, its tables are the vocabulary."""

import re
import textwrap

import pytest

import app.authoring
from app.authoring import check_block
from app.authoring.lowering import FUNCTIONS
from app.authoring.reference import FILTER_WORDS, FUNCTION_WORDS, with_tables
from app.model.vocabulary import FACTS, FILTERS, OPEN_NAMESPACES, QUESTIONS
from tests.authoring.blocks import a_block, a_condition, a_text
from tests.authoring.write_docs import DOCS

EXAMPLES = re.findall(r"```yaml\n(.*?)```", (DOCS / "blocks.md").read_text("utf-8"), re.DOTALL)
HARMLESS = {"text-may-be-missing", "missing-alt"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[:30])
def test_examples_of_blocks_are_legal(example: str) -> None:
    """Every example compiles, alone or as a part of a block, and has no warning of weight."""
    document = example
    if example.startswith("- "):
        draw = textwrap.indent(example, "    ")
        document = f"block: x\nsize: 600x240\nfallback:\n  draw:\n{draw}"
    elif not example.startswith("block:"):
        document = f"block: x\nsize: 600x240\nfallback: {{draw: []}}\n{example}"

    assert [str(p) for p in check_block(document) if p.rule not in HARMLESS] == []


def test_the_first_example_is_without_fault() -> None:
    """What is shown first has no warning at all."""
    assert check_block(EXAMPLES[0]) == ()


def test_tables_are_the_vocabulary() -> None:
    """The tables are those of the vocabulary: `python -m tests.authoring.write_docs`."""
    page = (DOCS / "expressions.md").read_text("utf-8")

    assert page == with_tables(page)
    for name in [f.name for f in FACTS] + [f"{space}.*" for space in OPEN_NAMESPACES]:
        assert f"| `{name}` |" in page
    for question in QUESTIONS:
        assert f"| `{question.name}(" in page
    assert set(FILTERS) == set(FILTER_WORDS)
    assert set(FUNCTIONS) == set(FUNCTION_WORDS)


@pytest.mark.parametrize("words", [*FILTER_WORDS.values(), *FUNCTION_WORDS.values()])
def test_examples_of_filters_and_functions_compile(words: tuple[str, str]) -> None:
    """What the tables show is legal."""
    a_condition(words[0].strip("`"))


def test_the_examples_on_top_compile() -> None:
    """The condition and the text at the top of the page are legal."""
    page = (DOCS / "expressions.md").read_text("utf-8")
    condition, text = re.findall(r"```\n(.*?)\n```", page, re.DOTALL)[0].split("\n")

    a_condition(condition)
    a_text(text)


def test_every_field_of_the_head_is_on_the_page() -> None:
    """Whoever adds a field to the schema explains it; elements have a page of their own."""
    page = (DOCS / "blocks.md").read_text("utf-8")
    fields = app.authoring.block_schema()["properties"]

    assert [field for field in fields if not re.search(rf"\b{field}\b", page)] == []


def test_the_front_door() -> None:
    """The package exports four functions."""
    assert app.authoring.__all__ == ["block_schema", "check_block", "check_email", "compile_block"]
    assert {p.rule for p in check_block(a_block())} == set()
