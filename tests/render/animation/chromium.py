"""Chromium, asked over a pipe what the frames of a GIF are: no socket, no driver."""

import json
import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_DECODE = """
(async () => {
  const film = Uint8Array.from(atob("%s"), (each) => each.charCodeAt(0));
  const decoder = new ImageDecoder({data: film, type: "image/gif"});
  await decoder.tracks.ready;
  await decoder.completed;
  const track = decoder.tracks.selectedTrack, frames = [];
  for (let index = 0; index < track.frameCount; index++) {
    const {image} = await decoder.decode({frameIndex: index});
    const pixels = new Uint8Array(image.allocationSize({format: "RGBA"}));
    await image.copyTo(pixels, {format: "RGBA"});
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", pixels));
    const hex = [...hash].map((each) => each.toString(16).padStart(2, "0")).join("");
    frames.push([image.duration, hex]);
  }
  return JSON.stringify({frames, repetitions: track.repetitionCount});
})()
"""


class Chromium:
    """A running browser with one page."""

    def __init__(self, commands: int, answers: int, page: str) -> None:
        self._commands = commands
        self._answers = answers
        self._number = 0
        self._left = b""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._call("Page.enable", session=self._session)
        self._call("Page.navigate", session=self._session, url=page)
        while json.loads(self._read()).get("method") != "Page.loadEventFired":
            pass

    def frames(self, film: bytes) -> tuple[list[tuple[int, str]], float]:
        """Return seconds and SHA-256 of the RGBA pixels of each frame, and the repetitions."""
        said = self._call(
            "Runtime.evaluate",
            session=self._session,
            expression=_DECODE % b64encode(film).decode(),
            awaitPromise=True,
        )
        assert "exceptionDetails" not in said, said
        found = json.loads(said["result"]["value"])
        frames = [(duration // 1_000_000, digest) for duration, digest in found["frames"]]
        return frames, found["repetitions"]

    def _call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        self._number += 1
        call = {"id": self._number, "method": method, "params": params}
        if session:
            call["sessionId"] = session
        os.write(self._commands, json.dumps(call).encode() + b"\0")
        while True:
            answer = json.loads(self._read())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _read(self) -> bytes:
        while b"\0" not in self._left:
            received = os.read(self._answers, 65_536)
            assert received, "Chromium ended"
            self._left += received
        message, _, self._left = self._left.partition(b"\0")
        return message


@contextmanager
def running(program: str, folder: Path) -> Iterator[Chromium]:
    """Run a browser with its profile in a folder, as long as it is needed."""
    page = folder / "page.html"
    page.write_text("<!doctype html><title>frames</title>", "utf-8")
    commands_in, commands = os.pipe()
    answers, answers_out = os.pipe()

    def take_pipe() -> None:
        # The browser reads from descriptor 3 and writes to 4.
        first, second = os.dup(commands_in), os.dup(answers_out)
        os.dup2(first, 3)
        os.dup2(second, 4)

    arguments = [program, *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    process = subprocess.Popen(
        arguments, preexec_fn=take_pipe, close_fds=False,  # noqa: PLW1509  # nothing else forks here
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(commands_in)
    os.close(answers_out)
    try:
        yield Chromium(commands, answers, page.as_uri())
    finally:
        os.close(commands)
        os.close(answers)
        process.terminate()
        process.wait(timeout=20)
