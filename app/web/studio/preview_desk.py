"""From what was chosen on a page to a preview: who may see whom, and who is made up."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.delivery.foreseeing import ForeseeingService
from app.delivery.previewing import Preview, PreviewRequest, PreviewService
from app.delivery.supposing import supposed, written
from app.errors import NotFound, Unacceptable
from app.model.account import Account
from app.model.keys import ANONYMOUS
from app.model.ports import BlockRecord, Blocks, Subscribers
from app.model.rendering import Format
from app.model.subscriber import Attribute, Subscriber
from app.studio.casting import Casting
from app.studio.histories import known_block
from app.studio.personas import PREFIX
from app.studio.place_search import PlaceSearch, is_address
from app.web.studio.chosen import Chosen
from app.web.studio.seeing import refuse_strangers
from app.web.studio.working import working_brand

_PERSON: Final = "person."
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")


class PreviewDesk:
    """Turns choices into requests, and requests into previews."""

    def __init__(
        self,
        *,
        blocks: Blocks,
        subscribers: Subscribers,
        casting: Casting,
        places: PlaceSearch,
        previewing: PreviewService,
        foreseeing: ForeseeingService,
    ) -> None:
        self._blocks = blocks
        self._subscribers = subscribers
        self._previewing = previewing
        self.casting = casting
        self.places = places
        self.foreseeing = foreseeing

    async def record(self, name: str) -> BlockRecord:
        """Return a block; raises NotFound."""
        return await known_block(self._blocks, name)

    async def preview(
        self,
        account: Account,
        record: BlockRecord,
        chosen: Chosen,
        form: Format | None = None,
    ) -> Preview:
        """Draw what was chosen, in the block's own format if none; raises Refused, Overloaded."""
        request = await self.request(account, record, chosen)
        return await self._previewing.preview(replace(request, format=form))

    async def shown(self, record: BlockRecord, chosen: Chosen) -> Preview:
        """Draw what somebody with the right to it chose to share; raises as `preview`."""
        return await self._previewing.preview(await self._request(record, chosen))

    async def request(
        self, account: Account, record: BlockRecord, chosen: Chosen
    ) -> PreviewRequest:
        """Return the open that was chosen; raises Forbidden, NotFound, Unacceptable."""
        if is_named(chosen):
            refuse_strangers(account)
        return await self._request(record, self.branded(chosen))

    def branded(self, chosen: Chosen) -> Chosen:
        """Return what was chosen with its brand: if none was named, the one worked with."""
        brand = self.casting.brand(chosen.brand or working_brand())
        return replace(chosen, brand=brand.name)

    def zone(self, chosen: Chosen) -> str:
        """Return the time zone of the brand that was chosen, or is worked with."""
        return self.casting.brand(self.branded(chosen).brand).tz

    async def subscriber(self, ident: str) -> Subscriber:
        """Return a stored subscriber by key or external id; raises NotFound."""
        found = await self._subscribers.get(ident)
        if found is None:
            raise NotFound(
                f"There is no subscriber {ident!r}.",
                remedy="Give a key or an external id, or choose a persona.",
                field="as",
                value=ident,
            )
        return found

    async def _request(self, record: BlockRecord, chosen: Chosen) -> PreviewRequest:
        about = {n: v for n, v in chosen.supposed.items() if n.startswith(_PERSON)}
        outside = {n: v for n, v in chosen.supposed.items() if n not in about}
        facts, doubts = supposed(written(outside))
        if doubts:
            doubt = doubts[0]
            raise Unacceptable(
                doubt.says, remedy=doubt.remedy, field=f"if.{doubt.name}", value=doubt.value
            )
        profile = await self._profile(chosen, about)
        # As at an open: where somebody is who refused that it be used, nobody looks.
        place = chosen.place if self.casting.may_place(profile, chosen.brand) else ""
        is_ip = is_address(place)
        return PreviewRequest(
            block=record.name,
            draft=record.draft if chosen.shows_draft(record) else "",
            profile=profile,
            message=chosen.message,
            brand=chosen.brand,
            at=chosen.instant,
            place=self.places.place(place) if place and not is_ip else None,
            ip=place if is_ip else "",
            reader=chosen.reader.kind,
            supposed=facts,
        )

    async def _profile(self, chosen: Chosen, about: Mapping[str, str]) -> Subscriber | None:
        """Return who opens, stored or made up, with what is supposed of them; None: unknown."""
        profile = await self._chosen_profile(chosen)
        if not about:
            return profile
        if profile is None:
            raise Unacceptable(
                "Of somebody unknown nothing can be supposed.",
                remedy="Choose a persona or a subscriber first.",
                field="as",
            )
        changed = {name.removeprefix(_PERSON): _meant(value) for name, value in about.items()}
        return replace(profile, attributes={**profile.attributes, **changed})

    async def _chosen_profile(self, chosen: Chosen) -> Subscriber | None:
        if is_named(chosen):
            return await self.subscriber(chosen.who)
        if not chosen.who.startswith(PREFIX):
            return None
        slug = chosen.who.removeprefix(PREFIX)
        return (await self.casting.persona(slug, chosen.brand)).profile


def is_named(chosen: Chosen) -> bool:
    """Tell whether a subscriber of the list was chosen."""
    return chosen.who not in ("", ANONYMOUS) and not chosen.who.startswith(PREFIX)


def _meant(text: str) -> Attribute:
    """Return an attribute's value as typed: a number where it is one; `unknown`: none."""
    if text == "unknown":
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text) is None:
        return text
    return float(text) if "." in text else int(text)
