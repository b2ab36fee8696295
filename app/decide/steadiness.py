"""What can be said to a reader that keeps the picture: only what stays true meanwhile.

Some mail systems fetch every picture when the mail arrives and show that copy for days. A fact
holds until its own end; units of stock hold until the next sale, which no fact can foresee. A
deadline that is printed was one also after it has passed: asking whether it has keeps nothing.
"""

from datetime import datetime
from typing import Final

from app.decide.ledger import Ledger
from app.model.facts import Fact

_FLEETING: Final = ("stock.", "weather.", "source.", "product.substitute")
_OUTLIVED: Final = "clock.over("
_FLEETING_FACTS: Final = frozenset({"store.stock"})


def steadiness(ledger: Ledger, until: datetime) -> tuple[str, datetime | None]:
    """Return why what was read cannot be kept until an instant, and when the first of it ends.

    An empty reason: it can be kept. No end: it holds until something is written.
    """
    first: tuple[str, datetime] | None = None
    for name, known in ledger.items():
        if name.startswith(_FLEETING) or name in _FLEETING_FACTS:
            return f"held, but this picture is kept, and {name} may change any time", None
        if name.startswith(_OUTLIVED):
            continue
        ends = known.valid_until if isinstance(known, Fact) else known.retry_at
        if ends is not None and (first is None or ends < first[1]):
            first = name, ends
    if first is not None and first[1] < until:
        name, ends = first
        return (
            f"held, but this picture is kept, and {name} changes at {ends:%Y-%m-%d %H:%M} UTC",
            ends,
        )
    return "", None if first is None else first[1]
