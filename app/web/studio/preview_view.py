"""What a block's page shows of a preview: the picture, when it changes, why, what to suppose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.delivery.previewing import Preview
from app.errors import Refused
from app.model.account import Account
from app.model.place import Place
from app.model.ports import BlockRecord
from app.model.rendering import Format
from app.web.studio.chosen import By, Chosen
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.preview_knobs import KnobGroup, knob_groups
from app.web.studio.preview_words import WhyRows, day_and_time, wall, why_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A preview as its page shows it. Times are written on the reader's wall."""

    document: Mapping[str, object]
    why: WhyRows
    knobs: tuple[KnobGroup, ...]
    width: int  # CSS pixels
    height: int
    moves: bool
    at: str  # ISO, UTC
    until: str  # ISO, UTC; empty: until something is written
    zone: str
    says_at: str
    says_until: str
    is_withheld: bool  # a place was chosen that nobody may look at
    point: Place | None  # that was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The parts of the page that change with what is chosen. Without a view: `error` says why."""

    record: BlockRecord
    chosen: Chosen
    facts: str  # the query that draws it
    view: View | None = None
    error: Refused | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the draft is shown."""
        return self.chosen.is_draft or not self.record.published


async def stage(desk: PreviewDesk, account: Account, record: BlockRecord, chosen: Chosen) -> Stage:
    """Return what is shown of a choice, or why it cannot be; raises Overloaded."""
    facts = chosen.facts_only().query()
    try:
        preview = await desk.preview(account, record, chosen)
    except Refused as refused:
        return Stage(record=record, chosen=chosen, facts=facts, error=refused)
    return Stage(record=record, chosen=chosen, facts=facts, view=view(preview, chosen))


def view(preview: Preview, chosen: Chosen) -> View:
    """Return a preview as its page shows it."""
    document, why = preview.document, preview.why
    at, until, zone = why.ask.at, document["valid_until"], str(document["zone"])
    assert until is None or isinstance(until, datetime)
    plan = why.ask.plan
    return View(
        document=document,
        why=why_rows(why, variant=str(document["variant"]), by=chosen.reader, zone=zone),
        knobs=knob_groups(plan.reads, why.readings, chosen.supposed),
        width=plan.width,
        height=plan.height,
        moves=plan.format is Format.GIF,
        at=stamp(at),
        until=stamp(until) if until else "",
        zone=zone,
        says_at=day_and_time(at, zone),
        says_until=wall(until, zone, at) if until else "",
        point=why.ask.place,
        is_withheld=bool(chosen.place) and why.ask.place is None and not why.ask.ip,
    )


def is_still(chosen: Chosen, preview: Preview) -> bool:
    """Tell whether the reader shows the first frame alone of what moves."""
    return chosen.reader is By.OUTLOOK and preview.why.ask.plan.format is Format.GIF


def stamp(at: datetime) -> str:
    """Return an instant as addresses carry it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
