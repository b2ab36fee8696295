"""The parts of the documentation that are made from code, as tables by name."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import typer

from app.cli.commands import app
from app.settings import PREFIX, SETTINGS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RESULTS = ROOT / "bench" / "RESULTS.md"
NO_RESULTS = "No results are recorded in this checkout: `make bench` writes `bench/RESULTS.md`.\n"
COMMANDS = {
    name: command
    for name, command in typer.main.get_command(app).commands.items()
    if not command.hidden
}


def with_sections(page: str, sections: Mapping[str, str]) -> str:
    """Return the page with every `<!-- made: NAME -->` section written anew."""
    for name, text in sections.items():
        section = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = section.sub(lambda match, text=text: f"{match[1]}{text}{match[2]}", page)
    return page


def settings_sections() -> Mapping[str, str]:
    """Return the table of settings."""
    rows = [(f"`{PREFIX}{s.name.upper()}`", _code(s.default), s.says) for s in SETTINGS]
    return {"settings": table(("Variable", "Default", "Meaning"), rows)}


def command_sections() -> Mapping[str, str]:
    """Return a table of arguments and options for each command, of commands for each group."""
    return {
        name: _group(name, command)
        if isinstance(command, typer.core.TyperGroup)
        else _options(command.params)
        for name, command in COMMANDS.items()
    }


def metric_sections(figures: Mapping[str, tuple[str, float]]) -> Mapping[str, str]:
    """Return the table of metrics."""
    rows = [(f"`{name}`", says) for name, (says, _) in figures.items()]
    return {"metrics": table(("Metric", "What it counts"), rows)}


def result_sections() -> Mapping[str, str]:
    """Return what the last run of the benchmarks wrote, its headings two levels lower."""
    if not RESULTS.exists():
        return {"results": NO_RESULTS}
    return {"results": re.sub(r"^#", "###", RESULTS.read_text("utf-8"), flags=re.MULTILINE)}


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table of cells as Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(
        "| " + " | ".join(c.replace("|", r"\|") for c in cells) + " |\n" for cells in lines
    )


def _options(params: Iterable[typer.core.TyperOption | typer.core.TyperArgument]) -> str:
    rows = []
    for param in params:
        is_option = param.param_type_name == "option"
        shown = ", ".join(param.opts) if is_option else str(param.name).upper()
        default = "" if param.default in (None, "", False) else str(param.default)
        rows.append((f"`{shown}`", str(param.help or ""), _code(default)))
    return table(("Argument or option", "Meaning", "Default"), rows)


def _group(name: str, group: typer.core.TyperGroup) -> str:
    rows = []
    for word, command in group.commands.items():
        params = [
            f"{param.opts[0]}" if param.param_type_name == "option" else str(param.name).upper()
            for param in command.params
        ]
        shown = " ".join(f"[{p}]" if p.startswith("--") else p for p in params)
        rows.append((f"`opentime {name} {word} {shown}`", str(command.help or "")))
    return table(("Command", "Does"), rows)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
