"""What is made from code says what the code says: `make docs`."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.settings import PREFIX, SETTINGS
from tests.docs.generated import COMMANDS, DOCS, ROOT, with_sections
from tests.docs.reading import page, pages
from tests.docs.write_docs import pages as made_pages


@pytest.fixture(scope="module")
def made(
    installed_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Mapping[str, str]]:
    """Return the made sections of each page, with the place tables that are unpacked already."""
    home = tmp_path_factory.mktemp("made")
    (home / "cache").mkdir()
    (home / "cache" / "geo").symlink_to(installed_home / "cache" / "geo")
    return made_pages(home)


@pytest.mark.parametrize("name", ["settings.md", "cli.md", "operations.md", "performance.md"])
def test_made_sections_are_up_to_date(name: str, made: Mapping[str, Mapping[str, str]]) -> None:
    """A page holds every section that is made for it, as it would be made now: `make docs`."""
    text = (DOCS / name).read_text("utf-8")

    assert text == with_sections(text, made[name])
    for section in made[name]:
        assert f"<!-- made: {section} -->\n" in text


def test_every_command_has_a_section() -> None:
    """A command has a heading, an example and a table in docs/cli.md."""
    text = page("docs/cli.md")

    for name in COMMANDS:
        assert f"\n## {name}\n" in text
        assert f"\nopentime {name}" in text


def test_pages_name_only_settings_that_exist() -> None:
    """A variable that a page names is a setting, or one of the tests'."""
    known = {f"{PREFIX}{setting.name.upper()}" for setting in SETTINGS}
    known |= {"OPENTIME_KEY", "OPENTIME_K"}  # an ESP's field in capitals, whole and cut
    conftest = (ROOT / "tests" / "conftest.py").read_text("utf-8")
    known |= set(re.findall(r"OPENTIME_TEST_\w+", conftest))
    named = {
        word.strip("`.,:;()*|").partition("=")[0]
        for path in pages()
        for word in path.read_text("utf-8").replace("/", " ").split()
        if word.startswith(("`OPENTIME_", "OPENTIME_"))
    }

    assert set() == {name for name in named if name not in known}


def test_every_metric_to_watch_exists(made: Mapping[str, Mapping[str, str]]) -> None:
    """The prose of docs/operations.md names metrics of its table, or those that each source has."""
    words = {w.strip("`,.()") for w in page("docs/operations.md").split() if "`opentime_" in w}
    each = (ROOT / "app" / "composition" / "sources.py").read_text("utf-8")
    known = {word for word in words if f"`{word}`" in made["operations.md"]["metrics"]}
    known |= {word for word in words if f'Sample("{word}"' in each}

    assert set() == words - known
