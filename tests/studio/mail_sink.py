"""A mail server that keeps what it is given: enough of RFC 5321 to be sent to."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sink:
    """What came: (sender, recipients, content). `refuses` is an answer to every recipient."""

    port: int = 0
    refuses: str = ""
    came: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def talk(self, reader, writer):
        """Speak with one client."""
        sender, recipients = "", []

        async def say(line):
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await say("220 sink")
            while line := (await reader.readline()).decode().strip():
                self.said.append(line)
                verb = line[:4].upper()
                if verb == "EHLO":
                    await say("250-sink")
                    await say("250 AUTH PLAIN")
                elif verb == "MAIL":
                    sender = line
                    await say("250 ok")
                elif verb == "RCPT":
                    recipients.append(line)
                    await say(self.refuses or "250 ok")
                elif verb == "DATA":
                    await say("354 go on")
                    body = await reader.readuntil(b"\r\n.\r\n")
                    self.came.append((sender, recipients, body))
                    await say("250 kept")
                elif verb == "AUTH":
                    await say("235 welcome")
                elif verb == "QUIT":
                    await say("221 bye")
                    break
                else:
                    await say("250 ok")
        writer.close()


@asynccontextmanager
async def listening(refuses=""):
    """Run a sink on a free port of this machine."""
    sink = Sink(refuses=refuses)
    server = await asyncio.start_server(sink.talk, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()
