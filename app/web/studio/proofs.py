"""The pages of proofs: a message as up to twenty people get it, to look at, keep or send."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import Response

from app.delivery.previewing import PreviewRequest, PreviewService
from app.delivery.proofs import Letter, Pictures, Proofs
from app.errors import AppError, NotFound, Refused, Unacceptable
from app.model.account import Account, Right
from app.model.keys import ANONYMOUS
from app.model.message import Message
from app.model.ports import Subscribers
from app.model.rendering import Format
from app.model.subscriber import Subscriber
from app.studio.casting import Casting
from app.studio.messages import MessageService
from app.studio.personas import PREFIX, Persona
from app.studio.proof_archive import ProofArchives
from app.studio.proof_sending import ProofSending
from app.web.studio.pages import Pages
from app.web.studio.seeing import refuse_strangers
from app.web.studio.visits import Page, Visit

MOST: Final = 20
_NOBODY: Final = "Opentime <proof@opentime.invalid>"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person of a proof. `who` is as the address says it; `profile` None: nobody known."""

    who: str
    title: str
    profile: Subscriber | None
    is_stored: bool


class ProofPages:
    """Shows proofs, hands them out as emails, and sends them."""

    def __init__(
        self,
        *,
        messages: MessageService,
        subscribers: Subscribers,
        casting: Casting,
        previewing: PreviewService,
        proofs: Proofs,
        archives: ProofArchives,
        sending: ProofSending,
        pages: Pages,
    ) -> None:
        self._messages = messages
        self._subscribers = subscribers
        self._casting = casting
        self._previewing = previewing
        self._proofs = proofs
        self._archives = archives
        self._sending = sending
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever sees no subscribers has personas."""
        look, one = Right.LOOK, "/messages/{key}"
        return (
            Page(method="GET", path=f"{one}/proofs", right=look, handle=self.all),
            Page(method="GET", path=f"{one}/proof.png", right=look, handle=self.picture),
            Page(method="GET", path=f"{one}/proof.eml", right=look, handle=self.email),
            Page(method="GET", path=f"{one}/proofs.zip", right=look, handle=self.archive),
            Page(method="POST", path=f"{one}/proofs", right=Right.DESIGN, handle=self.send),
        )

    async def all(self, visit: Visit) -> Response:
        """Show the message as each chosen person gets it, side by side."""
        return await self._page(visit, await self._message(visit))

    async def picture(self, visit: Visit) -> Response:
        """Draw one block as one person gets it."""
        message, query = await self._message(visit), visit.request.query_params
        reader = await self._reader(visit.account, query.get("who", ""), message.brand)
        block = query.get("block", "")
        if block not in message.blocks:
            raise NotFound(
                f"The message shows no block {block[:60]!r}.", remedy="Choose one of its blocks.",
                field="block", value=block[:60],
            )  # fmt: skip
        request = PreviewRequest(
            block=block, profile=reader.profile, message=message.key, format=Format.PNG
        )
        return Response((await self._previewing.preview(request)).body, media_type="image/png")

    async def email(self, visit: Visit) -> Response:
        """Hand out one person's email."""
        message, query = await self._message(visit), visit.request.query_params
        reader = await self._reader(visit.account, query.get("who", ""), message.brand)
        mail = await self._email(message, reader, query.get("pictures", ""))
        return _file(mail, _name(message, reader), "message/rfc822")

    async def archive(self, visit: Visit) -> Response:
        """Hand out the emails of all who are chosen, in one file."""
        message, query = await self._message(visit), visit.request.query_params
        readers = await self._readers(visit.account, query, message.brand)
        readers = readers or [await self._reader(visit.account, "", message.brand)]

        async def mails() -> AsyncIterator[tuple[str, bytes]]:
            for at, reader in enumerate(readers, 1):
                mail = await self._email(message, reader, query.get("pictures", ""))
                yield f"{at:02}-{_name(message, reader)}", mail

        packed = await self._archives.packed(mails())
        return _file(packed, f"{_plain(message.name)}-proofs.zip", "application/zip")

    async def send(self, visit: Visit) -> Response:
        """Send one person's email to an address that may be written to."""
        message, form = await self._message(visit), visit.form
        try:
            reader = await self._reader(visit.account, form.get("who", ""), message.brand)
            to = await self._sending.check(form.get("to", ""), by=visit.account.email)
            mail = await self._email(message, reader, form.get("pictures", ""), to=to)
            await self._sending.send(mail, to=to, message=message.name, by=visit.account.email)
        except AppError as error:
            return await self._page(visit, message, error=error)
        return await self._page(visit, message, sent=to)

    async def _page(
        self, visit: Visit, message: Message, *, sent: str = "", error: AppError | None = None
    ) -> Response:
        query = visit.request.query_params
        readers: Sequence[Reader] = ()
        try:
            readers = await self._readers(visit.account, query, message.brand)
        except Refused as refused:
            error = error or refused
        # Whoever came without having chosen sees what a stranger and two personas get.
        if not readers and not query and error is None:
            few = await self._personas(3, message.brand)
            readers = [await self._persona(each.slug, message.brand) for each in few]
        mailer = self._sending.mailer
        return self._pages.page(
            "proofs.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            message=message,
            readers=readers,
            chosen={reader.who for reader in readers},
            people=query.get("people", "")[:4000],
            personas=[
                (PREFIX + each.slug, each) for each in await self._personas(MOST, message.brand)
            ],
            query=urlencode([("who", reader.who) for reader in readers]),
            most=MOST,
            form=visit.form,
            sent=sent,
            comes_from=mailer.sender if mailer else "",
            addresses=await self._sending.addresses() if mailer else (),
            may_design=visit.account.may(Right.DESIGN),
            may_see_people=visit.account.may(Right.PEOPLE),
            error=error,
        )

    async def _readers(self, account: Account, query: QueryParams, brand: str) -> list[Reader]:
        asked = [*query.getlist("who"), *re.split(r"[\n,]", query.get("people", ""))]
        chosen = list(dict.fromkeys(each.strip() for each in asked if each.strip()))
        if len(chosen) > MOST:
            raise Unacceptable(
                f"{len(chosen)} people are chosen.", remedy=f"Keep to {MOST}.", field="people"
            )
        return [await self._reader(account, each, brand) for each in chosen]

    async def _reader(self, account: Account, who: str, brand: str) -> Reader:
        if who in ("", ANONYMOUS):
            return Reader(who=ANONYMOUS, title="Somebody unknown", profile=None, is_stored=True)
        if who.startswith(PREFIX):
            return await self._persona(who.removeprefix(PREFIX), brand)
        refuse_strangers(account, field="people")
        profile = await self._subscribers.get(who)
        if profile is None:
            raise NotFound(
                f"There is no subscriber {who[:60]!r}.",
                remedy="Give a key or an external id.",
                field="people",
                value=who[:60],
            )
        return Reader(who=profile.key, title=profile.external_id, profile=profile, is_stored=True)

    async def _persona(self, slug: str, brand: str) -> Reader:
        persona = await self._casting.persona(slug, brand, field="who")
        return Reader(
            who=PREFIX + slug,
            title=persona.title,
            profile=persona.profile,
            is_stored=persona.profile is None,
        )

    async def _personas(self, most: int, brand: str) -> Sequence[Persona]:
        return (await self._casting.personas(brand))[:most]

    async def _email(self, message: Message, reader: Reader, asked: str, *, to: str = "") -> bytes:
        """Return an email; of somebody made up there is no address that could be live."""
        is_live = asked == Pictures.LIVE and reader.is_stored
        mailer = self._sending.mailer
        letter = Letter(
            profile=reader.profile,
            pictures=Pictures.LIVE if is_live else Pictures.STILL,
            sender=mailer.sender if mailer else _NOBODY,
            to=to,
        )
        return await self._proofs.email(message, letter)

    async def _message(self, visit: Visit) -> Message:
        return await self._messages.get(visit.request.path_params["key"])


def _name(message: Message, reader: Reader) -> str:
    return f"{_plain(message.name)}-{_plain(reader.title)}.eml"


def _plain(text: str) -> str:
    """Return what can stand in a file's name anywhere."""
    return _UNSAFE.sub("-", text).strip("-.")[:60] or "proof"


def _file(body: bytes, name: str, media_type: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(body, media_type=media_type, headers={"content-disposition": disposition})
