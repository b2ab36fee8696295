"""Starters: blocks to begin with, one file each, with the openings that show their variants.

    # face VARIANT
    # look VARIANT: PERSON WALL-TIME [NAME=VALUE]...
    block: ...

PERSON is an external id of the demo's cast, or `nobody`. A NAME with a dot is a fact that is
supposed, `from` the latitude and longitude, any other a parameter.
The face stands for the starter; without one the first look does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.authoring import compile_block
from app.authoring.heading import heading
from app.authoring.renaming import renamed
from app.model.palette import palette
from app.model.plan import Plan
from app.model.rendering import Format
from app.studio.needs import Need, needs

NOBODY: Final = "nobody"
_LOOK: Final = re.compile(r"# look ([a-z0-9-]+): (\S+) (\S+)((?: [^\s=]+=(?:\"[^\"]*\"|\S*))*)")
_FACE: Final = re.compile(r"# face ([a-z0-9-]+)")
_GIVEN: Final = re.compile(r" ([^\s=]+)=(?:\"([^\"]*)\"|(\S*))")
_ASSET: Final = re.compile(r"(?:asset|fallback): ([\w.-]+\.(?:png|jpg))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One opening that shows a variant. `at` is a time on the wall of whoever opens."""

    variant: str
    by: str
    at: datetime
    given: Mapping[str, str]  # parameters, and facts with a dot in their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One block to begin with."""

    name: str
    title: str
    about: str
    tags: tuple[str, ...]
    document: str  # without its looks
    looks: tuple[Look, ...]
    face: Look  # stands for it on its card
    plan: Plan
    needs: tuple[Need, ...]

    @property
    def assets(self) -> tuple[str, ...]:
        """The pictures it names, which go where it goes."""
        return tuple(dict.fromkeys(_ASSET.findall(self.document)))

    @property
    def format(self) -> Format:
        """What its pictures are."""
        return self.plan.format

    def look(self, variant: str) -> Look | None:
        """Return the opening that shows a variant."""
        return next((look for look in self.looks if look.variant == variant), None)

    def copied(self, name: str) -> str:
        """Return its document as a block of another name."""
        return renamed(self.document, name)


def read_starters(folder: Path) -> Mapping[str, Starter]:
    """Return all starters by name, in the order of their titles; raises AuthoringError."""
    read = [read_starter(path.stem, path.read_text("utf-8")) for path in folder.glob("*.yaml")]
    return {starter.name: starter for starter in sorted(read, key=lambda each: each.title.lower())}


def read_starter(name: str, text: str) -> Starter:
    """Return one starter from its file's text; raises AuthoringError."""
    lines = text.splitlines(keepends=True)
    told = [found for line in lines if (found := _LOOK.fullmatch(line.rstrip()))]
    faces = [found[1] for line in lines if (found := _FACE.fullmatch(line.rstrip()))]
    looks = tuple(map(_look, told))
    document = "".join(line for line in lines if not line.startswith(("# look ", "# face ")))
    words = heading(document)
    plan = compile_block(document, file=name, name=name, brand_colors=palette({}))
    return Starter(
        name=name,
        title=words.title,
        about=words.about,
        tags=words.tags,
        document=document,
        looks=looks,
        face=next((look for look in looks if look.variant in faces), looks[0]),
        plan=plan,
        needs=needs(plan),
    )


def tags_of(starters: Iterable[Starter]) -> tuple[str, ...]:
    """Return all tags, by the alphabet."""
    return tuple(sorted({tag for starter in starters for tag in starter.tags}))


def _look(found: re.Match[str]) -> Look:
    given = {m[1]: m[2] if m[2] is not None else m[3] for m in _GIVEN.finditer(found[4])}
    return Look(variant=found[1], by=found[2], at=datetime.fromisoformat(found[3]), given=given)
