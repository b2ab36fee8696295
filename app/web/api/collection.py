"""What subscribers, stores, products and messages have in common: list, get, upsert, delete."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import msgspec

from app.errors import NotFound, Unacceptable
from app.model.keys import is_key
from app.model.ports import Page, Written
from app.web.api.bodies import converted, decoded, decoded_rows, merged, patch_of
from app.web.api.calls import (
    BULK,
    JSON,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Counts,
    Operation,
    gone,
    json_answer,
    unknown,
)
from app.web.api.checks import Faults
from app.web.api.listing import LISTING, counts_answer, listed, page_answer, page_type
from app.web.api.problems import Fault, Faulty

BREATH = 50
"""Rows that are checked before the loop may open pictures again: some 2 ms."""

D = TypeVar("D", bound=msgspec.Struct)
N = TypeVar("N")
MERGE_PATCH = "application/merge-patch+json"


class Table(Protocol[N]):
    """The part of a port that a collection needs."""

    async def get(self, ident: str, /) -> N | None:
        """Return one."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[N]:
        """Return a slice."""
        ...

    async def put(self, nouns: Sequence[N], /) -> Written:
        """Create or replace, all or none."""
        ...


class Collection(ABC, Generic[D, N]):
    """One resource: how its documents become nouns and back; the operations follow."""

    plural: ClassVar[str]
    singular: ClassVar[str]
    named_by: ClassVar[str]  # the field of the document that names a record
    has_keys: ClassVar[bool] = False  # records may also be addressed by key
    patchable: ClassVar[bool] = False
    document: type[D]

    @abstractmethod
    def table(self, call: Call) -> Table[N]:
        """Return the port."""

    @abstractmethod
    def parse(self, document: D, faults: Faults, call: Call) -> N:
        """Return the noun, noting what is wrong."""

    @abstractmethod
    def represent(self, noun: N) -> D:
        """Return the noun as it is shown."""

    @abstractmethod
    async def remove(self, call: Call, ident: str) -> bool:
        """Delete one; True if there was one."""

    async def stored(self, _call: Call, _names: Sequence[str]) -> Mapping[str, N]:
        """Return what is stored under names, as far as `complete` needs it."""
        return {}

    def complete(
        self, _call: Call, _document: D, noun: N, _faults: Faults, _stored: Mapping[str, N]
    ) -> N:
        """Complete a noun from what is stored; called with `writing` held."""
        return noun

    def patched(self, document: D, patch: Mapping[str, Any]) -> object:
        """Return the stored document with a merge patch applied, as plain values."""
        return merged(msgspec.to_builtins(document), patch)

    async def written(self, call: Call) -> None:
        """Run after each write."""

    async def list_page(self, call: Call) -> Answer:
        """Answer a slice of the list."""
        cursor, limit = listed(call)
        page = await self.table(call).page(cursor=cursor, limit=limit)
        return page_answer([self.represent(noun) for noun in page.items], page.cursor)

    async def get(self, call: Call) -> Answer:
        """Answer one."""
        return json_answer(self.represent(await self._known(call)))

    async def put(self, call: Call) -> Answer:
        """Create or replace one."""
        document = decoded(call.body, self.document)
        name = await self._name(call, getattr(document, self.named_by))
        return await self._put(call, self._named(document, name))

    async def patch(self, call: Call) -> Answer:
        """Change what a merge patch names and leave the rest."""
        patch = patch_of(call.body)
        async with call.writing:
            stored = self.represent(await self._known(call))
            document = converted(self.patched(stored, patch), self.document)
            name = getattr(stored, self.named_by)
            if getattr(document, self.named_by) != name:
                raise self._renamed(getattr(document, self.named_by), name)
            noun, _ = await self._store(call, document)
        await self.written(call)
        return json_answer(self.represent(noun))

    async def put_many(self, call: Call) -> Answer:
        """Create or replace many, all or none."""
        rows, bad = await decoded_rows(call.body, self.document)
        nouns: list[tuple[D, N]] = []
        async with call.writing:
            names = [getattr(row, self.named_by) for row in rows if row is not None]
            stored = await self.stored(call, names)
            for index, row in enumerate(rows):
                if index % BREATH == 0:
                    await asyncio.sleep(0)
                if row is not None:
                    noun, found = self._checked(call, row, index, stored)
                    nouns.append((row, noun))
                    bad += found
            if bad:
                raise Faulty(sorted(bad, key=lambda fault: fault.index or 0))
            counts = await self.table(call).put([noun for _, noun in nouns])
        await self.written(call)
        return counts_answer(counts)

    async def delete(self, call: Call) -> Answer:
        """Delete one."""
        if not await self.remove(call, call.path["id"]):
            raise unknown(self.singular, call.path["id"])
        await self.written(call)
        return gone()

    def operations(self) -> tuple[Operation, ...]:
        """Return the lines of the route table."""
        one, many = f"/{self.plural}/{{id}}", f"/{self.plural}"
        title = self.plural.capitalize()
        page = page_type(f"{title}Page", self.document)
        batch = msgspec.defstruct(f"{title}Batch", [("items", list[self.document])])  # type: ignore[name-defined]  # made at run time
        noun, article = self.singular, "a"
        return (
            Operation(method="GET", path=many, name=f"list_{self.plural}", scope=READ,
                      summary=f"List {self.plural}", handle=self.list_page, query=LISTING,
                      answers=page),
            Operation(method="POST", path=many, name=f"put_{self.plural}", scope=WRITE,
                      summary=f"Create or replace up to 10,000 {self.plural}, all or none",
                      handle=self.put_many, body=Body(media={JSON: batch}, limit=BULK),
                      answers=Counts, keeps_answer=True),
            Operation(method="GET", path=one, name=f"get_{noun}", scope=READ,
                      summary=f"Show {article} {noun}", handle=self.get, answers=self.document),
            Operation(method="PUT", path=one, name=f"put_{noun}", scope=WRITE,
                      summary=f"Create or replace {article} {noun}", handle=self.put, also=(201,),
                      body=Body(media={JSON: self.document}), answers=self.document,
                      keeps_answer=True),
            *((Operation(method="PATCH", path=one, name=f"patch_{noun}", scope=WRITE,
                         summary=f"Change fields of {article} {noun} by JSON Merge Patch",
                         handle=self.patch, body=Body(media={MERGE_PATCH: dict, JSON: dict}),
                         answers=self.document, keeps_answer=True),) if self.patchable else ()),
            Operation(method="DELETE", path=one, name=f"delete_{noun}", scope=WRITE,
                      summary=self.deletion(), handle=self.delete, status=204),
        )  # fmt: skip

    def deletion(self) -> str:
        """Say what a deletion does."""
        return f"Delete a {self.singular}"

    async def _put(self, call: Call, document: D) -> Answer:
        async with call.writing:
            noun, counts = await self._store(call, document)
        await self.written(call)
        return json_answer(self.represent(noun), 201 if counts.created else 200)

    async def _store(self, call: Call, document: D) -> tuple[N, Written]:
        name = getattr(document, self.named_by)
        stored = await self.stored(call, [name])
        noun, found = self._checked(call, document, None, stored)
        if found:
            raise Faulty(found)
        counts = await self.table(call).put([noun])
        return await self._found(call, name), counts

    def _checked(
        self, call: Call, document: D, index: int | None, stored: Mapping[str, N]
    ) -> tuple[N, list[Fault]]:
        faults = Faults(index)
        noun = self.parse(document, faults, call)
        if not faults.found:
            noun = self.complete(call, document, noun, faults, stored)
        return noun, faults.found

    async def _name(self, call: Call, stated: str) -> str:
        """Return the name of the record that the path means; the body may repeat it."""
        ident = call.path["id"]
        name = ident
        if self.has_keys and is_key(ident) and stated != ident:
            # Who was erased must not come back as a record called by the old key.
            name = getattr(self.represent(await self._found(call, ident)), self.named_by)
        if stated not in ("", name):
            raise self._renamed(stated, name)
        return name

    def _named(self, document: D, name: str) -> D:
        return msgspec.structs.replace(document, **{self.named_by: name})

    async def _known(self, call: Call) -> N:
        return await self._found(call, call.path["id"])

    async def _found(self, call: Call, ident: str) -> N:
        noun = await self.table(call).get(ident)
        if noun is None:
            raise self._unknown(ident)
        return noun

    def _unknown(self, ident: str) -> NotFound:
        return unknown(self.singular, ident, f"Create it with PUT by its {self.named_by}.")

    def _renamed(self, stated: str, name: str) -> Unacceptable:
        return Unacceptable(
            f"The address says {name!r}, the document {stated!r}.",
            remedy=f"A {self.singular} keeps its {self.named_by}: make both the same.",
            field=self.named_by,
            value=stated,
        )
