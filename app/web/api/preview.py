"""The preview: an open with chosen facts, through the same code, that says why."""

from typing import Any, Literal

import msgspec

from app.delivery.previewing import PreviewRequest, place_of
from app.delivery.supposing import supposed as suppose
from app.errors import TooLarge
from app.model.keys import ANONYMOUS
from app.model.place import Place
from app.model.reader import ReaderKind
from app.model.rendering import Format
from app.web.api.bodies import decoded
from app.web.api.calls import JSON, KIB, READ, Answer, Body, Call, Operation, json_answer
from app.web.api.checks import Faults
from app.web.api.subscribers import Instant, Scalar

DOCUMENT_BYTES = 256 * KIB


class FromDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where the reader is: a coordinate in degrees, or an IP address."""

    lat: float | None = None
    lon: float | None = None
    ip: str = ""


class PreviewBody(
    msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename={"place": "from"}
):
    """Chosen facts. `draft`: a block document (object or YAML text) instead of the published one.

    `facts`: supposed facts of stock, weather and sources, such as `weather.condition`; null makes
    one unknown.

    `subscriber`: key, external id or `anonymous`; `message`: name or key; `at`: empty is now;
    `format`: empty is the one that is embedded.
    """

    block: str = ""
    subscriber: str = ANONYMOUS
    at: Instant | None = None
    place: FromDocument | None = None
    reader: ReaderKind = ReaderKind.PERSON
    params: dict[str, Scalar] = {}
    facts: dict[str, str | int | float | bool | None] = {}
    message: str = ""
    draft: dict[str, Any] | str | None = None
    format: Format | None = None


class FactRow(msgspec.Struct):
    """A fact that was read."""

    name: str
    value: Any
    source: str
    trust: Literal["asserted", "observed", "inferred"]
    valid_until: Instant | None


class MissingRow(msgspec.Struct):
    """What was asked for and is not known."""

    name: str
    why: str
    source: str
    retry_at: Instant | None


class ConsideredRow(msgspec.Struct):
    """A variant that was looked at."""

    variant: str
    held: bool
    because: str


class PreviewDocument(msgspec.Struct, kw_only=True):
    """What an open would be, and why. `fallback` names what failed; empty: nothing did.

    `format` is the one that the block is embedded in, `image` may be asked for in another.
    """

    block: str
    version: int
    variant: str
    reason: Literal["matched", "fallback", "degraded"]
    valid_until: Instant | None
    personal: bool
    format: Format
    format_why: str
    scene_digest: str
    link: str
    alt: str
    text: str
    say: dict[str, str]
    fallback: str
    at: Instant
    zone: str
    html: str
    image: str
    facts: list[FactRow]
    missing: list[MissingRow]
    considered: list[ConsideredRow]
    ms: dict[str, float]


async def preview(call: Call) -> Answer:
    """Answer what an open with these facts would be."""
    said = decoded(call.body, PreviewBody)
    faults = Faults()
    if not said.block and not said.draft:
        faults.add("block", "", "Neither block nor draft is given.", "Name a block.")
    at = faults.instant("at", said.at)
    faults.attributes("params", said.params)
    supposed, doubts = suppose(said.facts)
    for doubt in doubts:
        faults.add(f"facts.{doubt.name}", doubt.value, doubt.says, doubt.remedy)
    place, ip = _from(said.place, faults)
    draft = _draft(said.draft)
    faults.settle()
    seen = await call.services.previewing.preview(
        PreviewRequest(
            block=said.block,
            subscriber=said.subscriber,
            message=said.message,
            at=at,
            place=place,
            ip=ip,
            reader=said.reader,
            params=said.params,
            supposed=supposed,
            draft=draft,
            format=said.format,
        )
    )
    return json_answer(seen.document)


OPERATIONS = (
    Operation(
        method="POST",
        path="/preview",
        name="preview",
        summary="Open a block with chosen facts and say why it shows what it shows",
        scope=READ,
        handle=preview,
        body=Body(media={JSON: PreviewBody}),
        answers=PreviewDocument,
    ),
)


def _from(said: FromDocument | None, faults: Faults) -> tuple[Place | None, str]:
    if said is None:
        return None, ""
    faults.degrees("from.", said.lat, said.lon)
    faults.address("from.ip", said.ip)
    if said.ip and said.lat is not None:
        remedy = "Give lat and lon, or ip."
        faults.add("from", said.ip, "from names a coordinate and an address.", remedy)
    if faults.found or said.lat is None or said.lon is None:
        return None, said.ip
    return place_of(said.lat, said.lon), ""


def _draft(said: dict[str, Any] | str | None) -> str:
    draft = said if isinstance(said, str) else msgspec.json.encode(said).decode() if said else ""
    if len(draft.encode()) > DOCUMENT_BYTES:
        raise TooLarge(
            f"The draft is larger than {DOCUMENT_BYTES:,} bytes.",
            remedy="Move pictures to assets and split the block.",
            field="draft",
        )
    return draft
