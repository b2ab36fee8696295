"""Idempotency keys: a repeated request is answered, not repeated."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable

from app.errors import Unacceptable
from app.web.api.calls import Answer, Call, Operation
from app.web.api.services import Idempotency

HEADER = "idempotency-key"
REPLAYED = {"idempotency-replayed": "true"}
_SHAPE = re.compile(r"[\x21-\x7e]{1,255}\Z")


async def answered_once(
    call: Call, operation: Operation, target: str, produce: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Return the answer kept under the call's key, or a new one, which is then kept.

    `target` is path and query as asked. Only successes are kept: what was refused changed
    nothing and may be tried again with the same key.
    """
    key = call.headers.get(HEADER)
    if key is None or not operation.keeps_answer:
        return await produce()
    if not _SHAPE.match(key):
        raise Unacceptable(
            "The idempotency key is not one.",
            remedy="Send 1 to 255 visible ASCII characters, such as a UUID.",
            field="Idempotency-Key",
            value=key,
        )
    kept: Idempotency = call.services.idempotency
    scope = f"{call.key.prefix} {operation.method} {target}"
    digest = await asyncio.to_thread(_digest, call.media_type, call.body)
    former = await kept.claim(key, scope, digest)
    if former is not None:
        return Answer(status=former.status, body=former.body.encode(), headers=REPLAYED)
    try:
        answer = await produce()
    except BaseException:
        await kept.release(key, scope)
        raise
    await kept.keep(key, scope, answer.status, answer.body.decode())
    return answer


def _digest(media_type: str, body: bytes) -> str:
    return hashlib.sha256(media_type.encode() + b"\n" + body).hexdigest()
