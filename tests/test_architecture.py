"""The shape of the code: sizes, names, docstrings, front doors, floors, what no file may hold."""

import ast
import functools
import importlib
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE_LINES, FUNCTION_LINES = 250, 40
TEST_LINES = 400  # claims are flat, and a noun's claims read best on one page
LONGER_FILES = {
    "app/model/ports.py": "the ports are one contract",
}
LONGER_FUNCTIONS = {
    "app/authoring/codegen.py value": "one match over every kind of node",
    "app/authoring/schema.py block_schema": "one document, read as a whole",
    "bench/world.py _filled": "one world, a paragraph for each noun",
}
BANNED_MODULES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
BANNED_CLASSES = ("Manager", "Context", "Helper")
FLOORS = {
    "pillow": "13.0",  # decoder overflows, October 2026
    "starlette": "1.3",  # Host and Range handling
    "jinja2": "3.1.6",  # escapes from the sandbox
    "python-multipart": "0.0.27",  # CVE-2026-40347, CVE-2026-42561
}
# In pieces, so that this file does not hold what it looks for.
HOSTS = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmjs", "com/package"),
        ("registry", "yarnpkg", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("rubygems", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("conda", "anaconda", "org"),
        ("raw", "githubusercontent", "com"),
        ("huggingface", "co"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
)
DOWNLOADS = re.compile(rb"https?://[^\s\"'<>)]+\.(?:whl|tgz|tar\.gz|zip|mmdb|deb|rpm|exe|dmg)\b")


def _tracked() -> list[Path]:
    """Return the files of the repository; those on disk where there is no git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return [p for top in ("app", "bench", "docs", "tests") for p in (ROOT / top).rglob("*.*")]
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


@functools.cache
def _sources(*tops: str) -> dict[str, tuple[str, ast.Module]]:
    """Return text and tree of each module under the folders, without migrations."""
    found = {}
    for path in sorted(p for top in tops for p in (ROOT / top).rglob("*.py")):
        if path.parent.name != "versions":
            text = path.read_text("utf-8")
            found[path.relative_to(ROOT).as_posix()] = (text, ast.parse(text))
    return found


def _front_doors() -> list[str]:
    """Return the files by which packages are entered, unread."""
    return sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "app").rglob("__init__.py"))


def _ours() -> dict[str, tuple[str, ast.Module]]:
    return _sources("app", "bench")


def _tests() -> dict[str, tuple[str, ast.Module]]:
    return _sources("tests")


def _long_functions() -> dict[str, int]:
    sizes = {
        f"{name} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, (_, tree) in _ours().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES}


def test_files_are_short() -> None:
    """A module has at most 250 lines, or stands among the exceptions, which are all needed."""
    longer = {name for name, (text, _) in _ours().items() if text.count("\n") > FILE_LINES}

    assert longer == set(LONGER_FILES)


def test_functions_are_short() -> None:
    """A function has at most 40 lines, or stands among the exceptions, which are all needed."""
    assert set(_long_functions()) == set(LONGER_FUNCTIONS)


def test_tests_are_short() -> None:
    """A file of tests has at most 400 lines."""
    assert [name for name, (text, _) in _tests().items() if text.count("\n") > TEST_LINES] == []


def test_modules_are_nouns() -> None:
    """No module has a name that says nothing."""
    named = {name: set(Path(name).with_suffix("").parts) for name in (*_ours(), *_tests())}

    assert [name for name, parts in named.items() if parts & BANNED_MODULES] == []


def test_classes_are_nouns() -> None:
    """No class manages, helps, or is a bag that everything is handed in."""
    classes = [
        node.name
        for _, tree in _ours().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]

    assert [name for name in classes if name.endswith(BANNED_CLASSES)] == []


def test_every_module_says_what_it_is_for() -> None:
    """A module with content begins with a docstring whose first line is a whole sentence."""
    silent = [
        name
        for name, (text, tree) in (_ours() | _tests()).items()
        if text.strip() and not (ast.get_docstring(tree) or "").split("\n")[0].endswith((".", ":"))
    ]

    assert silent == []


@pytest.mark.parametrize("name", _front_doors())
def test_front_doors_open_what_they_name(name: str) -> None:
    """A package that hands on names of its modules lists exactly those in `__all__`, sorted."""
    handed_on = sorted(
        alias.asname or alias.name
        for node in _ours()[name][1].body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.")
        for alias in node.names
    )
    package = importlib.import_module(".".join(Path(name).parent.parts))

    assert handed_on == list(getattr(package, "__all__", []))


def test_no_file_names_where_packages_come_from() -> None:
    """No tracked file holds the host of a registry or the address of a download."""
    hosts = re.compile("|".join(map(re.escape, HOSTS)).encode())
    named = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in _tracked()
        for pattern in (hosts, DOWNLOADS)
        for match in pattern.finditer(path.read_bytes())
    ]

    assert named == []


@pytest.mark.parametrize("name", FLOORS)
def test_versions_with_known_holes_are_refused(name: str) -> None:
    """A dependency is asked for and installed at no less than the version that closed a hole."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = dict(line.split(">=") for line in project["dependencies"] if ">=" in line)
    asked = {package.partition("[")[0]: floor for package, floor in asked.items()}

    assert _version(asked[name]) >= _version(FLOORS[name])
    assert _version(metadata.version(name)) >= _version(FLOORS[name])


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
