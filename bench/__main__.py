"""Run every benchmark and write bench/RESULTS.md: `make bench`, or `python -m bench [--quick]`."""

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

MODULES = (
    "bench.open",
    "bench.render",
    "bench.countdown",
    "bench.imports",
    "bench.stores",
    "bench.networks",
    "bench.studio",
)
RESULTS = Path(__file__).with_name("RESULTS.md")
_LINE = re.compile(r"([DPR]\d+(?:-\w+)?) met=(yes|no) value=(\S+) target=(\S+) (.*)")


def main() -> None:
    """Run what there is to run, echo it, and keep the lines of the targets."""
    flags = sys.argv[1:]
    rows = []
    for module in MODULES:
        command = [sys.executable, "-m", module, *(flags if module == "bench.open" else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                found = _LINE.match(line)
                if found:
                    rows.append(found.groups())
        if process.returncode:
            raise SystemExit(f"{module} ended with {process.returncode}")
    RESULTS.write_text(_page(sorted(rows), " ".join(flags)), encoding="utf-8")


def _page(rows: list[tuple[str, ...]], flags: str) -> str:
    made = datetime.now(UTC).strftime("%Y-%m-%d")
    lines = [
        "# Results",
        "",
        f"Made by `python -m bench {flags}`".rstrip() + f" on {made}, Python "
        f"{platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. Ratios hold "
        "within a run; single figures move with the machine's load.",
        "",
        "| target | met | value | wanted | what was compared |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
