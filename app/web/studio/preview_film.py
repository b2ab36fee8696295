"""The filmstrip: what a block shows in the next 24 hours, and when it changed before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.delivery.foreseeing import Span, Unfound
from app.errors import Refused
from app.model.account import Account
from app.model.ports import BlockRecord
from app.web.studio.chosen import Chosen
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.preview_view import stamp
from app.web.studio.preview_words import wall

MOST_FRAMES: Final = 24
_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture of the strip. `at` is ISO, `facts` and `page` the queries that show it."""

    at: str
    begins: str
    ends: str
    variant: str
    says: str
    facts: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """The frames from the chosen time on, and how to get to the changes around it."""

    frames: Sequence[Frame]
    before: str  # query of the page; empty: no change is known
    before_at: str
    before_says: str
    before_unknown: bool  # it cannot be told whether there was a change; else there was none
    change: str  # what the next change is, in words; empty: there is none
    has_more: bool  # more frames than are shown
    is_now: bool  # it begins now


async def film(
    desk: PreviewDesk, account: Account, record: BlockRecord, chosen: Chosen
) -> Film | None:
    """Return the strip; None when what was chosen cannot be shown."""
    try:
        request = await desk.request(account, record, chosen)
        spans = await desk.foreseeing.course(request, lasts=_LASTS, most=MOST_FRAMES)
        found = await desk.foreseeing.changed_before(replace(request, at=spans[0].begins))
    except Refused:
        return None
    before = found if isinstance(found, datetime) else None
    first, zone = spans[0].begins, spans[0].zone
    last = spans[-1].ends
    return Film(
        frames=[_frame(span, chosen, first) for span in spans],
        before=replace(chosen, at=stamp(before)).query() if before else "",
        before_at=stamp(before) if before else "",
        before_says=wall(before, zone, first) if before else "",
        before_unknown=found is Unfound.UNKNOWN,
        change=_change(spans[0], spans[1]) if len(spans) > 1 else "",
        has_more=len(spans) == MOST_FRAMES and last is not None and last < first + _LASTS,
        is_now=not chosen.at,
    )


def _frame(span: Span, chosen: Chosen, first: datetime) -> Frame:
    there = replace(chosen, at=stamp(span.begins))
    return Frame(
        at=stamp(span.begins),
        begins=wall(span.begins, span.zone, first),
        ends=_end(span),
        variant=span.variant,
        says=span.says,
        facts=there.facts_only().query(),
        page=there.query(),
    )


def _end(span: Span) -> str:
    """Return the time at which a span ends, with its day when that is farther off than one."""
    if span.ends is None:
        return ""
    is_near = span.ends - span.begins < _LASTS
    return wall(span.ends, span.zone, span.ends if is_near else span.begins)


def _change(now: Span, then: Span) -> str:
    if now.variant != then.variant:
        return f"“{now.variant}” gives way to “{then.variant}”."
    if now.says != then.says:
        return f"The words become “{then.says}”."
    return "The words stay, the picture changes."
