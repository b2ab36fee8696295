"""API keys: listed, created (the secret is shown this once), revoked."""

from typing import Literal

import msgspec

from app.errors import Conflict, Unacceptable
from app.model.ports import ApiKey
from app.web.api.bodies import decoded
from app.web.api.calls import JSON, KIB, WRITE, Answer, Body, Call, Operation, gone, json_answer
from app.web.api.calls import unknown as unknown_key
from app.web.api.checks import Faults
from app.web.api.keeping import HEADER
from app.web.api.subscribers import Instant


class KeyDocument(msgspec.Struct, kw_only=True):
    """A key without its secret."""

    prefix: str
    name: str
    scopes: list[str]
    created_at: Instant
    expires_at: Instant | None


class NewKeyDocument(KeyDocument, kw_only=True):
    """A key with its secret, which is not stored and not shown again."""

    secret: str


class KeyBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a new key is called and may do. `expires_at` null: it does not expire."""

    name: str
    scopes: list[Literal["read", "write"]]
    expires_at: Instant | None = None


class KeyList(msgspec.Struct):
    """Every key that is not revoked, the oldest first."""

    items: list[KeyDocument]
    cursor: str = ""


async def list_keys(call: Call) -> Answer:
    """Answer every key."""
    return json_answer(KeyList([_shown(key) for key in await call.services.api_keys.page()]))


async def create_key(call: Call) -> Answer:
    """Create a key."""
    if HEADER in call.headers:
        raise Unacceptable(
            "A new key is not made under an idempotency key: its secret would have to be kept.",
            remedy="Leave the header out; list the keys to see whether one was made.",
            field="Idempotency-Key",
            value=call.headers[HEADER],
        )
    said = decoded(call.body, KeyBody)
    faults = Faults()
    name = faults.name("name", said.name)
    if not said.scopes:
        faults.add("scopes", "", "The key may do nothing.", "Give read, write or both.")
    expires_at = faults.instant("expires_at", said.expires_at)
    if expires_at is not None and expires_at <= call.services.now():
        remedy = "Give an instant in the future."
        faults.add("expires_at", expires_at.isoformat(), "The key is expired.", remedy)
    faults.settle()
    scopes = sorted(set(said.scopes))
    key, secret = await call.services.api_keys.create(name, scopes, expires_at=expires_at)
    shown = msgspec.structs.asdict(_shown(key))
    return json_answer(NewKeyDocument(**shown, secret=secret), 201)


async def revoke_key(call: Call) -> Answer:
    """Revoke a key, but not the one that asks, lest nobody can come in again."""
    prefix = call.path["prefix"]
    if prefix == call.key.prefix:
        raise Conflict(
            "A key does not revoke itself.",
            remedy="Revoke it with another key that has the scope write.",
            field="prefix",
            value=prefix,
        )
    if not await call.services.api_keys.revoke(prefix):
        raise unknown_key("key", prefix)
    return gone()


OPERATIONS = (
    Operation(method="GET", path="/keys", name="list_keys", summary="List API keys",
              scope=WRITE, handle=list_keys, answers=KeyList),
    Operation(method="POST", path="/keys", name="create_key", scope=WRITE,
              summary="Create an API key; the secret is shown this once", handle=create_key,
              status=201, body=Body(media={JSON: KeyBody}, limit=64 * KIB),
              answers=NewKeyDocument),
    Operation(method="DELETE", path="/keys/{prefix}", name="revoke_key",
              summary="Revoke an API key", scope=WRITE, handle=revoke_key, status=204),
)  # fmt: skip


def _shown(key: ApiKey) -> KeyDocument:
    return KeyDocument(
        prefix=key.prefix,
        name=key.name,
        scopes=list(key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
    )
