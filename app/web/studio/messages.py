"""The pages of messages: the list, one message with its snippets, and its form."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.delivery.embed import DEFAULT_FIELD
from app.delivery.esps import ESPS
from app.delivery.plans import Plans
from app.delivery.snippets import Snippets
from app.errors import AppError, Refused
from app.model.account import AuditLog, Deed, Right
from app.model.brand import Brand
from app.model.keys import ANONYMOUS, BLOCK_NAME_SHAPE
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Blocks, Brands
from app.studio.figures import FigureService
from app.studio.messages import MessageService
from app.web.api.problems import Faulty
from app.web.studio.door import ROOT
from app.web.studio.fields import there, wrong
from app.web.studio.message_forms import (
    NOTHING,
    chosen_blocks,
    form_of_message,
    message_of_form,
    param_fields,
    spelled,
)
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_SHOWN = 60
_OFFERED = 300
KeysFile = Callable[[], AsyncIterator[bytes]]
"""The CSV of every external id and key, in pieces."""


class MessagePages:
    """Shows messages; creates, changes and deletes them."""

    def __init__(
        self,
        *,
        messages: MessageService,
        snippets: Snippets,
        blocks: Blocks,
        brands: Brands,
        plans: Plans,
        figures: FigureService,
        keys_file: KeysFile,
        audit: AuditLog,
        pages: Pages,
    ) -> None:
        self._messages = messages
        self._snippets = snippets
        self._blocks = blocks
        self._brands = brands
        self._plans = plans
        self._figures = figures
        self._keys_file = keys_file
        self._audit = audit
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; keys are for who may see subscribers."""
        look, design, people = Right.LOOK, Right.DESIGN, Right.PEOPLE
        one = "/messages/{key}"
        return (
            Page(method="GET", path="/messages", right=look, handle=self.all),
            Page(method="GET", path="/messages/new", right=design, handle=self.new),
            Page(method="POST", path="/messages/new", right=design, handle=self.create),
            Page(method="GET", path=one, right=look, handle=self.one),
            Page(method="GET", path=f"{one}/edit", right=design, handle=self.edit),
            Page(method="POST", path=f"{one}/edit", right=design, handle=self.change),
            Page(method="POST", path=f"{one}/delete", right=design, handle=self.delete),
            Page(method="GET", path=f"{one}/keys.csv", right=people, handle=self.keys),
        )

    async def all(self, visit: Visit) -> Response:
        """Show messages whose names or titles hold what is looked for, a page of them."""
        asked = visit.request.query_params
        wanted = asked.get("q", "").strip().lower()[:80]
        page = await self._messages.page(wanted=wanted, cursor=asked.get("after", ""), limit=_SHOWN)
        return self._pages.page(
            "messages.html",
            account=visit.account,
            csrf=visit.csrf,
            messages=page.items,
            totals=await self._figures.of_messages([each.key for each in page.items]),
            more=page.cursor,
            wanted=wanted,
            titles={esp.name: esp.title for esp in ESPS},
            may_design=visit.account.may(Right.DESIGN),
        )

    async def one(self, visit: Visit) -> Response:
        """Show a message: what to paste, and what to do before it is sent."""
        message = await self._message(visit)
        asked = visit.request.query_params
        error, shown = None, None
        try:
            shown = await self._snippets.of(
                message, esp=asked.get("esp", "")[:80], field=asked.get("field", "")[:80]
            )
        except Refused as refused:
            error = refused
        return self._pages.page(
            "message.html",
            account=visit.account,
            csrf=visit.csrf,
            message=message,
            shown=shown,
            esps=ESPS,
            usual=DEFAULT_FIELD,
            field=asked.get("field", "")[:80],
            params={name: spelled(value) for name, value in message.params.items()},
            anonymous=ANONYMOUS,
            error=error,
            may_design=visit.account.may(Right.DESIGN),
            may_see_people=visit.account.may(Right.PEOPLE),
        )

    async def new(self, visit: Visit) -> Response:
        """Show an empty form, with blocks that the address names."""
        names = visit.request.query_params.getlist("block")[:_SHOWN]
        return await self._form(visit, {"blocks": " ".join(names), "brand": working_brand()})

    async def create(self, visit: Visit) -> Response:
        """Create a message."""
        try:
            wanted = await self._described(visit.form)
            made = await self._messages.create(wanted, by=visit.account.email)
        except Refused as error:
            return await self._form(visit, visit.form, error=error)
        return RedirectResponse(f"{ROOT}/messages/{made.key}", 303)

    async def edit(self, visit: Visit) -> Response:
        """Show a message's form."""
        message = await self._message(visit)
        plans = await self._of(message.blocks)
        form = form_of_message(message, self._brands.read(message.brand), plans)
        return await self._form(visit, form, message=message)

    async def change(self, visit: Visit) -> Response:
        """Change a message."""
        message = await self._message(visit)
        form = {**visit.form, "name": message.name}
        try:
            wanted = await self._described(form, message)
            await self._messages.change(message.key, wanted, by=visit.account.email)
        except Refused as error:
            return await self._form(visit, form, message=message, error=error)
        return RedirectResponse(f"{ROOT}/messages/{message.key}", 303)

    async def delete(self, visit: Visit) -> Response:
        """Delete a message."""
        await self._messages.delete(visit.request.path_params["key"], by=visit.account.email)
        return RedirectResponse(f"{ROOT}/messages", 303)

    async def keys(self, visit: Visit) -> Response:
        """Send the file that the provider imports; who took it is written down."""
        message = await self._message(visit)
        await self._audit.write(
            Deed(actor=visit.account.email, action="keys.export", subject=message.name)
        )
        named = quote(f"{message.name}-keys.csv", safe="")
        return StreamingResponse(
            self._keys_file(),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f"attachment; filename*=UTF-8''{named}"},
        )

    async def _form(
        self,
        visit: Visit,
        form: Mapping[str, str],
        *,
        message: Message | None = None,
        error: AppError | None = None,
    ) -> Response:
        offered = await self._offered()
        by_name = {plan.block: plan for plan in offered}
        chosen = [name for name in chosen_blocks(form) if name]
        return self._pages.page(
            "message-edit.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            message=message,
            form=form,
            params=param_fields(form, [by_name[name] for name in chosen if name in by_name]),
            brands=await self._brands.all(),
            zones={brand.name: brand.tz for brand in await self._brands.all()},
            esps=ESPS,
            usual=DEFAULT_FIELD,
            offered=[_offer(plan) for plan in offered],
            missing=[name for name in chosen if name not in by_name],
            wrong=wrong(error),
            there=there(error, lambda key: f"{ROOT}/messages/{key}"),
            error=None if isinstance(error, Faulty) else error,
        )

    async def _message(self, visit: Visit) -> Message:
        return await self._messages.get(visit.request.path_params["key"])

    async def _described(self, form: Mapping[str, str], former: Message = NOTHING) -> Message:
        brand: Brand = self._brands.read(form.get("brand", ""))
        return message_of_form(form, brand, await self._of(chosen_blocks(form)), former)

    async def _of(self, names: Sequence[str]) -> list[Plan]:
        """Return the plans of those that are published and can be compiled."""
        plans = []
        for name in names[:_OFFERED]:
            try:
                plan = await self._plans.get(name) if BLOCK_NAME_SHAPE.match(name) else None
            except AppError:  # it is offered to nobody
                continue
            if plan is not None:
                plans.append(plan)
        return plans

    async def _offered(self) -> list[Plan]:
        page = await self._blocks.page(cursor="", limit=_OFFERED)
        return await self._of([each.name for each in page.items if each.published])


def _offer(plan: Plan) -> Mapping[str, object]:
    """Return what the page's script knows of a block."""
    return {
        "name": plan.block,
        "width": plan.width,
        "height": plan.height,
        "personal": plan.personal,
        "params": [
            {"name": each.name, "kind": each.kind.value, "default": spelled(each.default)}
            for each in plan.params
        ],
    }
