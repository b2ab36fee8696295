"""Secrets of sources: set and deleted by name; no answer ever says one."""

import msgspec

from app.model.source_ports import SecretName
from app.model.source_tokens import SECRET_NAME, SECRET_VALUE
from app.web.api.bodies import decoded
from app.web.api.calls import JSON, KIB, WRITE, Answer, Body, Call, Operation, gone, json_answer
from app.web.api.calls import unknown as unknown_name
from app.web.api.checks import Faults
from app.web.api.subscribers import Instant


class SecretDocument(msgspec.Struct, kw_only=True):
    """A secret without its value."""

    name: str
    set_at: Instant


class SecretBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The value of a secret, which is sealed and not shown again."""

    value: str


class SecretList(msgspec.Struct):
    """Every secret by name."""

    items: list[SecretDocument]
    cursor: str = ""


async def list_secrets(call: Call) -> Answer:
    """Answer every name."""
    names = await call.services.secrets.names()
    return json_answer(SecretList([_shown(secret) for secret in names]))


async def put_secret(call: Call) -> Answer:
    """Set a secret; the next request that names it is made with the new value."""
    name, value = call.path["name"], decoded(call.body, SecretBody).value
    faults = Faults()
    if not SECRET_NAME.match(name):
        remedy = "Use letters, digits, `_`, `.` and `-`, up to 63."
        faults.add("name", name[:100], "That cannot be the name of a secret.", remedy)
    if not SECRET_VALUE.match(value):
        detail = "The value is empty, too long, or holds what no header can."
        faults.add("value", "", detail, "Send 1 to 4,000 printable ASCII characters.")
    faults.settle()
    await call.services.secrets.put(name, value)
    held = {secret.name: secret for secret in await call.services.secrets.names()}
    return json_answer(_shown(held[name]))


async def delete_secret(call: Call) -> Answer:
    """Delete a secret; sources that name it fail until it is set again."""
    if not await call.services.secrets.delete(call.path["name"]):
        raise unknown_name("secret", call.path["name"])
    return gone()


OPERATIONS = (
    Operation(method="GET", path="/secrets", name="list_secrets", summary="List secrets by name",
              scope=WRITE, handle=list_secrets, answers=SecretList),
    Operation(method="PUT", path="/secrets/{name}", name="put_secret", scope=WRITE,
              summary="Set a secret; its value is never shown", handle=put_secret,
              body=Body(media={JSON: SecretBody}, limit=16 * KIB), answers=SecretDocument),
    Operation(method="DELETE", path="/secrets/{name}", name="delete_secret", scope=WRITE,
              summary="Delete a secret", handle=delete_secret, status=204),
)  # fmt: skip


def _shown(secret: SecretName) -> SecretDocument:
    return SecretDocument(name=secret.name, set_at=secret.set_at)
