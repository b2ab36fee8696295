"""Pages hang together: links lead somewhere, examples compile, versions agree."""

import importlib.util
import re
from pathlib import Path

import pytest
import typer

from app import __version__
from app.authoring import check_block, compile_block
from tests.docs.generated import COMMANDS, DOCS, ROOT
from tests.docs.reading import anchors, commands, fences, links, page, pages

ALL = pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
MAKE = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
NOT_OURS = {"git", "cd", ".", "curl", "cp", "npm", "pip"}


@ALL
def test_every_link_leads_somewhere(path: Path) -> None:
    """A link into the repository names a file that is there, and a heading that is in it."""
    broken = []
    for link in links(path.read_text("utf-8")):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        good = target.is_relative_to(ROOT) and target.exists()
        if not good or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            broken.append(link)

    assert broken == []


@ALL
def test_commands_are_commands_that_exist(path: Path) -> None:
    """A command line in a page names a command, options and files that exist."""
    for words in commands(path.read_text("utf-8")):
        program = words[0].rpartition("/")[2]
        if program == "opentime":
            assert {w for w in words[2:] if w.startswith("--")} <= _options(words[1]), words
        elif program == "make":
            assert set(words[1:]) <= MAKE, words
        elif program.startswith("python"):
            assert words[1] == "-c" or importlib.util.find_spec(words[2]) is not None, words
            assert all((ROOT / w).exists() for w in words[3:] if w.startswith("tests/")), words
        else:
            assert program in NOT_OURS, words


def _options(command: str) -> set[str]:
    found = COMMANDS[command]
    own = found.commands.values() if isinstance(found, typer.core.TyperGroup) else [found]
    return {option for each in own for param in each.params for option in param.opts}


@ALL
def test_pages_speak_of_no_one_machine(path: Path) -> None:
    """No page holds a path of the machine that it was written on."""
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|Users)/\S*", path.read_text("utf-8")) == []


def test_the_index_names_every_page() -> None:
    """Whoever adds a page puts it into the index."""
    named = {link.partition("#")[0] for link in links(page("docs/README.md"))}

    assert set() == {p.name for p in DOCS.glob("*.md")} - named - {"README.md"}


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))])
def test_whole_blocks_in_pages_have_no_fault(name: str) -> None:
    """Every block that a page shows whole compiles without a warning."""
    for block in fences(page(name), "yaml"):
        if block.startswith("block:"):
            assert (compile_block(block).version, [str(p) for p in check_block(block)]) == (0, [])


def test_every_yaml_of_the_readme_is_a_block() -> None:
    """The README shows whole blocks only, so all of it is compiled."""
    assert all(block.startswith("block:") for block in fences(page("README.md"), "yaml"))


def test_pictures_of_the_readme_are_light() -> None:
    """A picture that the README shows has at most 200 kB."""
    shown = [ROOT / link for link in links(page("README.md")) if "/pictures/" in link]

    assert shown
    assert [path.name for path in shown if path.stat().st_size > 200_000] == []


def test_the_changelog_knows_the_version() -> None:
    """The newest version in the changelog is the program's, or is announced as what comes."""
    text = page("CHANGELOG.md")
    released = re.findall(r"^## \[(\d[^\]]*)\]", text, re.MULTILINE)
    announced = re.findall(r"to be (\d+\.\d+\.\d+)", text.partition("\n## [0")[0])

    assert __version__ == (announced + released)[0]
