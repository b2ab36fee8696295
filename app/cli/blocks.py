"""`opentime preview` and `opentime check`."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.authoring.email_sending import ANYHOW, Sending
from app.cli.emails import ENDINGS, checked_email
from app.composition.services import Services, build
from app.composition.storage import ensure_brand
from app.delivery.previewing import Preview, PreviewRequest, place_of
from app.delivery.supposing import supposed, written
from app.errors import NotFound, Unacceptable
from app.model.facts import Known
from app.model.place import Place
from app.model.problem import Problem, Severity, measured
from app.model.reader import ReaderKind
from app.model.rendering import Format
from app.settings import Settings

_BLOCKS = (".yaml", ".yml", ".json")


def preview(settings: Settings, request: PreviewRequest) -> Preview:
    """Open a block with chosen facts, through the code of an open."""
    return asyncio.run(_previewed(settings, request))


async def _previewed(settings: Settings, request: PreviewRequest) -> Preview:
    services: Services = build(settings)
    try:
        await ensure_brand(services.storage)
        await services.shelves.current()
        return await services.previewing.preview(request)
    finally:
        services.close()


def preview_request(
    block: str,
    *,
    subscriber: str,
    message: str,
    at: str,
    origin: str,
    reader: str,
    params: list[str],
    facts: list[str],
    picture_format: Format | None,
) -> PreviewRequest:
    """Return what the options ask for; BLOCK may be a file. Raises Unacceptable."""
    path = Path(block)
    draft = path.read_text(encoding="utf-8") if path.suffix in _BLOCKS and path.is_file() else ""
    place, ip = _origin(origin)
    return PreviewRequest(
        block="" if draft else block,
        draft=draft,
        subscriber=subscriber,
        message=message,
        at=instant(at, "--at"),
        place=place,
        ip=ip,
        reader=ReaderKind(reader),
        params=_params(params),
        supposed=_supposed(facts),
        format=picture_format,
    )


def explain(document: Mapping[str, Any], console: Console) -> None:
    """Print why: the variants considered, the facts read, what is missing."""
    console.print(
        f"[bold]{document['variant']}[/] ({document['reason']}) of {document['block']} "
        f"version {document['version']}; valid until {document['valid_until'] or 'written'}; "
        f"{'personal' if document['personal'] else 'shared'}"
    )
    console.print(f"as    .{document['format']} ({document['format_why']})")
    console.print(f"link  {document['link']}\nalt   {document['alt']}\ntext  {document['text']}")
    considered = Table("variant", "held", "because", title="Considered")
    for entry in document["considered"]:
        considered.add_row(entry["variant"], "yes" if entry["held"] else "no", entry["because"])
    console.print(considered)
    facts = Table("fact", "value", "source", "trust", "holds until", title="Facts read")
    for row in document["facts"]:
        value = row["value"]
        shown = f"{len(value)} rows" if isinstance(value, list) else str(value)
        facts.add_row(
            row["name"], shown, row["source"], row["trust"], str(row["valid_until"] or "")
        )
    console.print(facts)
    if document["missing"]:
        missing = Table("fact", "why", "source", title="Missing")
        for row in document["missing"]:
            missing.add_row(row["name"], row["why"], row["source"])
        console.print(missing)


def in_short(document: Mapping[str, Any]) -> str:
    """Return what is shown, and until when, in a line."""
    return f"{document['variant']}, valid until {document['valid_until'] or 'something is written'}"


def check(
    settings: Settings, paths: list[Path], sending: Sending = ANYHOW
) -> tuple[int, tuple[Problem, ...]]:
    """Return how many documents were checked, and every finding.

    Without paths: the published blocks and the drafts of the home. Blocks without errors are
    drawn and weighed.
    """
    return asyncio.run(_found(settings, paths, sending))


async def _found(
    settings: Settings, paths: list[Path], sending: Sending
) -> tuple[int, tuple[Problem, ...]]:
    services = build(settings)
    try:
        await ensure_brand(services.storage)
        await services.shelves.current()
        if paths:
            found = [
                problem for path in paths for problem in await _checked(path, services, sending)
            ]
            return len(paths), tuple(found)
        records = (await services.storage.blocks.page(cursor="", limit=1000)).items
        found = []
        for record in records:
            found += await _weighed(record.draft, services, name=record.name, file=record.name)
        return len(records), tuple(found)
    finally:
        services.close()


def tell(problems: tuple[Problem, ...], checked: int, console: Console) -> int:
    """Print every finding; return the exit code: 1 when there is an error."""
    for problem in problems:
        console.print(str(problem), markup=False, highlight=False, soft_wrap=True)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    console.print(
        f"{checked} checked: {errors} error(s), {len(problems) - errors} warning(s)", markup=False
    )
    return 1 if errors else 0


async def _checked(path: Path, services: Services, sending: Sending) -> tuple[Problem, ...]:
    if path.suffix.lower() in ENDINGS:
        return checked_email(path, sending, extra=services.settings.extra_formats)
    return await _weighed(_text(path), services, file=str(path))


async def _weighed(
    document: str, services: Services, *, file: str, name: str = ""
) -> tuple[Problem, ...]:
    problems = services.authoring.check(document, name, file=file)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return problems
    return measured(problems, await services.weigher.weigh(document, file=file))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(
            f"{path} cannot be read: {error}", remedy="Name a UTF-8 text file.", field="file"
        ) from error


def _origin(text: str) -> tuple[Place | None, str]:
    if not text:
        return None, ""
    lat, comma, lon = text.partition(",")
    if not comma:
        return None, text.strip()
    try:
        return place_of(float(lat), float(lon)), ""
    except ValueError:
        raise Unacceptable(
            f"{text!r} is neither LAT,LON nor an IP address.",
            remedy="Write --from 40.74,-73.99 or --from 203.0.113.7.",
            field="from",
            value=text,
        ) from None


def instant(text: str, option: str) -> datetime | None:
    """Return an instant with its offset, None for an empty text; raises Unacceptable."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Unacceptable(
            f"{text!r} is not an instant.",
            remedy=f"Write {option} 2026-11-27T17:55:00-05:00, with its offset.",
            field=option.strip("-"),
            value=text,
        )
    return at


def _supposed(pairs: list[str]) -> Mapping[str, Known]:
    """Return the facts that are supposed; raises Unacceptable for the first that cannot be."""
    facts, doubts = supposed(written(_params(pairs)))
    for doubt in doubts:
        raise Unacceptable(doubt.says, remedy=doubt.remedy, field="fact", value=doubt.value)
    return facts


def _params(pairs: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
