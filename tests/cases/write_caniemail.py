"""Write caniemail.json: which mail clients show what of HTML and CSS, from the npm package `caniemail`.

    python -m tests.cases.write_caniemail FOLDER_OF_THE_UNPACKED_PACKAGE

Of each feature a letter per client is kept, of its newest version that was tested: `y` shown, `a` partly,
`n` not, `u` unknown, `-` not tested. The package's licence goes beside it.
"""
# ruff: noqa: E501  # as the case writers beside it

import json
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE, LICENSE = HERE / "caniemail.json", HERE / "caniemail.LICENSE"
CLIENTS = (
    "gmail desktop-webmail", "gmail mobile-webmail", "gmail ios", "gmail android", "outlook windows",
    "apple-mail macos", "apple-mail ios", "yahoo desktop-webmail", "yahoo ios", "yahoo android",
)  # fmt: skip
KINDS = ("css-", "html-", "image-")


def main(package: Path) -> None:
    """Write the extract and the licence."""
    whole = json.loads((package / "data" / "caniemail.json").read_text("utf-8"))
    features = {
        feature["slug"]: verdicts(feature["stats"])
        for feature in sorted(whole["data"], key=lambda each: str(each["slug"]))
        if feature["slug"].startswith(KINDS)
    }
    lines = ",\n".join(
        f"  {json.dumps(slug)}: {json.dumps(said)}" for slug, said in features.items()
    )
    head = json.dumps({"updated": whole["last_update_date"][:10], "clients": CLIENTS}, indent=1)
    text = head.removesuffix("\n}") + f',\n "features": {{\n{lines}\n }}\n}}\n'
    FILE.write_text(text, "utf-8")
    shutil.copyfile(package / "LICENSE", LICENSE)


def verdicts(stats: dict[str, Any]) -> str:
    """Return the letter of each client."""
    letters = ""
    for client in CLIENTS:
        family, platform = client.split()
        tested = stats.get(family, {}).get(platform)
        letters += tested[max(tested, key=version)][0] if tested else "-"
    return letters


def version(text: str) -> tuple[int, ...]:
    """Return a version or a month as numbers; words such as `outlook-2016` count as their year."""
    return tuple(int(part) for part in "".join(c if c.isdigit() else " " for c in text).split())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
