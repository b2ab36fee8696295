"""The floor: a bare ASGI callable on the same server that answers bytes of a given size."""

import sys

import uvicorn
from starlette.types import Receive, Scope, Send

BODY = b""


async def floor(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer everything with the same bytes."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    headers = [(b"content-type", b"image/png"), (b"content-length", b"%d" % len(BODY))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    BODY = bytes(int(sys.argv[2]))
    uvicorn.run(
        floor, host="127.0.0.1", port=int(sys.argv[1]), http="httptools", access_log=False,
        log_level="warning", server_header=False,
    )  # fmt: skip
