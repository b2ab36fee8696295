"""One block: what a chosen reader would see at a chosen time and place, and why."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from starlette.responses import RedirectResponse, Response

from app.delivery.previewing import Preview, PreviewRequest, PreviewService
from app.errors import Forbidden, NotFound, Refused, Unacceptable
from app.model.account import AuditLog, Deed, Right
from app.model.keys import ANONYMOUS
from app.model.place import Place, PlaceSource
from app.model.ports import BlockRecord, Blocks
from app.model.reader import ReaderKind
from app.model.rendering import Format
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit

_YEARS = range(1970, 2201)
_VERSION = re.compile(r"[0-9]{1,9}")
_READERS = (
    (ReaderKind.PERSON, "a mail client of their own"),
    (ReaderKind.MAIL_PROXY, "a mail proxy, such as Gmail's"),
    (ReaderKind.PREFETCH, "a reader that fetches ahead, such as Apple's"),
)


class BlockPages:
    """Shows a block as a chosen reader; publishes and rolls back."""

    def __init__(
        self, *, blocks: Blocks, previewing: PreviewService, audit: AuditLog, pages: Pages
    ) -> None:
        self._blocks = blocks
        self._previewing = previewing
        self._audit = audit
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages of one block."""
        look, publish = Right.LOOK, Right.PUBLISH
        return (
            Page(method="GET", path="/blocks/{name}", right=look, handle=self.block),
            Page(method="GET", path="/blocks/{name}/as.png", right=look, handle=self.picture),
            Page(method="POST", path="/blocks/{name}/live", right=publish, handle=self.make_live),
        )

    async def block(self, visit: Visit) -> Response:
        """Show the block with its versions, a preview, and why it is so."""
        record = await self._record(visit)
        asked = _chosen(visit.request.query_params)
        preview, error = None, None
        try:
            _check_whom(visit, asked)
            preview = await self._preview(record, asked)
        except Refused as refused:
            error = refused
        return self._pages.page(
            "block.html",
            account=visit.account,
            csrf=visit.csrf,
            record=record,
            versions=await self._blocks.versions(record.name),
            chosen=asked,
            readers=[(kind.value, says) for kind, says in _READERS],
            seen=preview.document if preview else None,
            query=visit.request.url.query,
            may_see_people=visit.account.may(Right.PEOPLE),
            may_publish=visit.account.may(Right.PUBLISH),
            error=error,
        )

    async def picture(self, visit: Visit) -> Response:
        """Draw what the chosen reader would see."""
        record = await self._record(visit)
        asked = _chosen(visit.request.query_params)
        try:
            _check_whom(visit, asked)
            preview = await self._preview(record, asked)
        except Refused:
            return Response(status_code=404)
        return Response(preview.body, media_type="image/png")

    async def make_live(self, visit: Visit) -> Response:
        """Make an older version the published one."""
        record = await self._record(visit)
        number = visit.form.get("version", "")
        if _VERSION.fullmatch(number) is None:
            raise Unacceptable(
                f"There is no version {number[:20]!r}.", remedy="Choose one of the list.",
                field="version", value=number[:20],
            )  # fmt: skip
        version = await self._blocks.roll_back(record.name, int(number))
        await self._audit.write(
            Deed(
                actor=visit.account.email,
                action="block.live",
                subject=record.name,
                detail=f"version {version.version}",
            )
        )
        return RedirectResponse(f"{ROOT}/blocks/{record.name}", 303)

    async def _record(self, visit: Visit) -> BlockRecord:
        name = visit.request.path_params["name"]
        record = await self._blocks.get(name)
        if record is None:
            raise NotFound(
                f"There is no block {name!r}.", remedy="Look in the library.", field="block",
                value=name,
            )  # fmt: skip
        return record

    async def _preview(self, record: BlockRecord, asked: Mapping[str, str]) -> Preview:
        return await self._previewing.preview(
            PreviewRequest(
                block=record.name,
                draft="" if record.published and asked["what"] == "live" else record.draft,
                subscriber=asked["as"] or ANONYMOUS,
                at=_instant(asked["at"]),
                place=_place(asked["from"]),
                reader=_reader(asked["reader"]),
                format=Format.PNG,
            )
        )


def _check_whom(visit: Visit, asked: Mapping[str, str]) -> None:
    """Refuse to show what somebody known would see to who may not see subscribers."""
    if asked["as"] not in ("", ANONYMOUS) and not visit.account.may(Right.PEOPLE):
        raise Forbidden(
            f"Your role, {visit.account.role.value}, may not see what subscribers see.",
            remedy="Preview as somebody unknown, or ask an admin.",
            field="as",
        )


def _chosen(query: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was chosen, each text bounded; the live version unless the draft is asked for."""
    names = ("as", "at", "from", "reader", "what")
    return {name: query.get(name, "").strip()[:120] for name in names} | {
        "what": "draft" if query.get("what") == "draft" else "live"
    }


def _instant(text: str) -> datetime | None:
    """Return an instant; without an offset it is UTC."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unacceptable(
            f"{text!r} is no time.", remedy="Write it as 2026-11-27T17:55.", field="at", value=text
        ) from error
    if at.year not in _YEARS:
        raise Unacceptable(
            f"{text!r} lies too far off.", remedy="Give a year from 1970 to 2200.", field="at",
            value=text,
        )  # fmt: skip
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _place(text: str) -> Place | None:
    """Return a place from `latitude, longitude`."""
    if not text:
        return None
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError as error:
        raise _no_place(text) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004  # degrees
        raise _no_place(text)
    return Place(lat=lat, lon=lon, accuracy_km=1.0, source=PlaceSource.PREVIEW)


def _no_place(text: str) -> Unacceptable:
    return Unacceptable(
        f"{text!r} is no place.", remedy="Write it as 40.74, -73.99.", field="from", value=text
    )


def _reader(text: str) -> ReaderKind:
    return ReaderKind(text) if text in set(ReaderKind) else ReaderKind.PERSON
