"""What is asked for, as a picture: facts of the request, the same for everybody who asks so."""

from app.context.asking import Ask
from app.model.facts import Fact, Known, Missing, Trust, Why
from app.model.reader import ReaderKind


def picture_fact(field: str, ask: Ask) -> Known:
    """Return `picture.FIELD`."""
    match field:
        case "moves":
            return Fact(ask.moves, "request", None, Trust.OBSERVED)
        case "is_kept":
            kept = ask.kept or (ask.plan.steady and ask.reader.kind is ReaderKind.PREFETCH)
            return Fact(kept, "request", None, Trust.OBSERVED)
        case _:
            return Missing(Why.ABSENT, "request")
