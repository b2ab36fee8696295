"""A cache in eighty lines, as RFC 9111 and RFC 9213 have it, in front of an application."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.serving import Answer, Running

_SECONDS = {
    name: re.compile(rf"(?:^|[ ,]){name}=(\d+)")
    for name in ("max-age", "s-maxage", "stale-while-revalidate")
}
_CACHEABLE = frozenset({200, 203, 204, 300, 301, 404, 405, 410, 414, 501})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, when it was made, and for how long it is fresh; in seconds."""

    answer: Answer
    at: float
    fresh_s: float


@dataclass
class SharedCache:
    """Keeps what it may, by path and query alone, as CDNs do that ignore `Vary`.

    `targeted` names the field of CDNs that it reads before `Cache-Control`, if any. `now` is
    moved by whoever tests; nothing is ever shown stale.
    """

    running: Running
    targeted: str = "cdn-cache-control"
    now: float = 0.0
    kept: dict[tuple[str, bytes], Kept] = field(default_factory=dict)
    hits: int = 0
    misses: int = 0

    async def ask(self, path: str, *, query: bytes = b"", **given: Any) -> Answer:
        """Answer from what is kept, else ask the application."""
        held = self.kept.get((path, query))
        if held is not None and self.now < held.at + held.fresh_s:
            self.hits += 1
            return held.answer
        self.misses += 1
        answer = await self.running.ask(path, query=query, **given)
        fresh_s = self.lifetime_of(answer)
        if fresh_s > 0:
            self.kept[path, query] = Kept(answer, self.now, fresh_s)
        return answer

    def lifetime_of(self, answer: Answer) -> float:
        """Return for how long an answer may be kept by everybody's cache; 0: not at all."""
        if answer["set-cookie"] or answer.status not in _CACHEABLE:
            return 0
        said = answer[self.targeted] if self.targeted else ""
        said = said or answer["cache-control"]
        if any(word in said for word in ("no-store", "private", "no-cache")):
            return 0
        for name in ("s-maxage", "max-age"):
            found = _SECONDS[name].search(said)
            if found:
                return float(found[1])
        # Without a word about it, caches may guess: an answer of ours never leaves it to them.
        raise AssertionError(f"no lifetime is said of an answer {answer.status}: {said!r}")
