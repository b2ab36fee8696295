"""What other people draw with on Node, installed by the benchmarks themselves."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("node")


def node_folder() -> Path:
    """Return the folder of the peers, installing them if they are not there."""
    # npm writes this list last. `npm ci` asks that the lock file also has the builds for platforms
    # that a registry may not offer, and installs nothing otherwise.
    if not (_FOLDER / "node_modules" / ".package-lock.json").is_file():
        print("installing the peers from npm", flush=True)
        command = ["npm", "install", "--no-save", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=_FOLDER, check=True)
    return _FOLDER


class Peer:
    """A script on Node that answers a line of JSON with a line of JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, **order: Any) -> dict[str, Any]:
        """Return the answer to an order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the peer on Node has ended")
        return dict(json.loads(line))


@contextmanager
def running(script: str, *arguments: str) -> Iterator[Peer]:
    """Run a script of the peers' folder as long as it is needed."""
    command = ["node", script, *arguments]
    with subprocess.Popen(
        command, cwd=node_folder(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Peer(process)
        assert process.stdin is not None
        process.stdin.close()
