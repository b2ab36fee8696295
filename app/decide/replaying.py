"""What earlier decisions led to, by the facts they read: equal facts, equal outcome.

A decision is a function of the facts it reads, in the order in which it reads them. So the facts
that were read once are read again, one after the other, each time anew from where facts come
from; as long as they are what they were, nothing needs to be evaluated. The moment one differs,
deciding goes on in the plain way. No decision is kept: what it was read from, until when it holds
and whether it is degraded are always those of the facts of this open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.decide.ledger import Asked, Ledger
from app.model.decision import Considered, Reason
from app.model.facts import Fact, Known
from app.model.money import Money
from app.model.plan import Plan
from app.model.scene import Scene

_MOST_OUTCOMES = 4096
_TRIAL = 512  # decisions after which a plan whose facts hardly repeat is left alone
_LEAST_SHARE = 4  # one in so many must have been met before
_PLAIN = frozenset({str, int, bool, float, Money})
_LIST = ("a list: never among what was learned",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a plan makes of certain facts."""

    variant: str
    reason: Reason
    scene: Scene
    digest: bytes
    say: Mapping[str, str]
    link: str
    alt_said: str
    considered: tuple[Considered, ...]


class _Branch:
    """The fact that is read next, and where each of its values led."""

    __slots__ = ("asked", "edges", "noted")

    def __init__(self, noted: str, asked: Asked | None) -> None:
        self.noted = noted
        self.asked = asked
        self.edges: dict[object, _Branch | Outcome] = {}


class _Memory:
    """What was learned of one plan in one locale."""

    __slots__ = ("met", "plan", "root", "tries")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan  # held, so that its id is its own
        self.root: _Branch | Outcome | None = None
        self.tries = 0
        self.met = 0

    def is_hopeless(self) -> bool:
        """Tell whether trying costs more than it saves."""
        return self.tries >= _TRIAL and self.met * _LEAST_SHARE < self.tries


class Replayer:
    """Remembers outcomes of all plans, up to `most`; then it starts over."""

    def __init__(self, most: int = _MOST_OUTCOMES) -> None:
        self._most = most
        self._plans: dict[tuple[int, str], _Memory] = {}
        self._learned = 0
        self.replayed = 0

    def replay(self, plan: Plan, ledger: Ledger) -> Outcome | None:
        """Read the facts that were read before; return the outcome when all are the same.

        If one is not, deciding starts in the plain way, and asks nothing twice.
        """
        memory = self._plans.get((id(plan), ledger.locale))
        if memory is None or memory.root is None or memory.is_hopeless():
            return None
        memory.tries += 1
        node: _Branch | Outcome | None = memory.root
        while node.__class__ is _Branch:
            assert isinstance(node, _Branch)
            known = ledger.known(node.noted, node.asked)
            if known.__class__ is Fact and known.value.__class__ in _PLAIN:
                node = node.edges.get((known.value.__class__, known.value))
            else:
                node = node.edges.get(_key(known))
        if node is None:
            ledger.start_over()
            return None
        assert isinstance(node, Outcome)
        memory.met += 1
        self.replayed += 1
        return node

    def learn(self, plan: Plan, ledger: Ledger, outcome: Outcome) -> None:
        """Remember what the facts in the ledger led to; lists are not remembered."""
        if self._learned >= self._most:
            self._plans.clear()
            self._learned = 0
        memory = self._plans.setdefault((id(plan), ledger.locale), _Memory(plan))
        if memory.is_hopeless():
            return
        read = [(noted, _key(known)) for noted, known in ledger.items()]
        if any(key is _LIST for _, key in read):
            return
        self._learned += 1
        if not read:
            memory.root = outcome
            return
        if memory.root is None:
            memory.root = _Branch(read[0][0], ledger.asked(read[0][0]))
        node = memory.root
        for (_, key), (following, _) in pairwise(read):
            assert isinstance(node, _Branch)
            if key not in node.edges:
                node.edges[key] = _Branch(following, ledger.asked(following))
            node = node.edges[key]
        assert isinstance(node, _Branch)
        node.edges[read[-1][1]] = outcome


def _key(known: Known) -> tuple[object, ...]:
    """Return what a decision can tell facts apart by: the value with its type, or why not."""
    if not isinstance(known, Fact):
        return (known.why, known.source)
    value = known.value
    kind = value.__class__
    if kind in _PLAIN:
        return (kind, value)
    # Equal instants in two zones are written differently: their spelling tells them apart.
    return _LIST if kind is tuple else (kind, repr(value))
