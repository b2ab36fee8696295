"""The first variant that holds and can be filled answers; the fallback always does."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.decide.clock import Clock
from app.decide.deciding import Decider, decide
from app.decide.digest import canonical, scene_digest
from app.decide.filters import Formatter
from app.model.decision import Decision, Reason
from app.model.facts import Fact, Facts, Known, Missing, Value, Why
from app.model.place import Place
from app.model.plan import Plan
from app.model.reader import ReaderKind
from app.model.scene import Fill, Line, Map, Panel, Picture, Progress, Scene, Text
from app.model.zones import UTC_ZONE
from tests.builders import AT, BERLIN, a_plan, a_reader, a_subscriber, an_ask, decided, some_shelves

LATER = AT + timedelta(hours=1)


class Told(Facts):
    """Facts as a test tells them; keeps what was asked."""

    def __init__(self, **facts: Value | Known) -> None:
        self._facts = {name.replace("__", "."): value for name, value in facts.items()}
        self.asked: list[str] = []

    def known(self, name: str) -> Known:
        """Return a fact as told."""
        self.asked.append(name)
        value = self._facts.get(name, Missing(Why.ABSENT, name))
        return value if isinstance(value, Fact | Missing) else Fact(value, "told")

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Return an answer as told under the question's name."""
        return self.known(f"{name}({args[0]})")


def decide_with(plan: Plan, decider: Decider | None = None, **facts: Value | Known) -> Decision:
    """Decide on facts as told, in English at AT."""
    asked = (plan, Told(**facts), Clock(AT, UTC_ZONE), Formatter("en-GB"))
    return decider.decide(*asked) if decider else decide(*asked)


def a_card(*variants: str, extra: str = "") -> Plan:
    """Build a block whose variants draw one line of text; the fallback says `Nothing`."""
    lines = "".join(f"\n  - {{{variant}, draw: card}}" for variant in variants)
    return a_plan(
        f"""{extra}
variants: {lines or "[]"}
fallback: {{say: {{headline: Nothing}}, draw: card}}
layouts:
  card:
    - text: {{content: "{{{{ say.headline }}}}", box: [0, 0, 600, 40]}}
"""
    )


def texts(decision: Decision) -> list[str]:
    """Return the texts in a scene."""
    return [node.content for node in decision.scene.nodes if isinstance(node, Text)]


VIP = 'name: vip, when: person.vip, say: {headline: "Hello {{ person.first_name }}"}'
ALL = "name: all, say: {headline: Hello}"
CARDS = (a_card(VIP, ALL), a_card(ALL))


def test_the_first_variant_that_holds_answers() -> None:
    """Later variants are not even looked at."""
    decision = decide_with(a_card(VIP, ALL), person__vip=True, person__first_name="Noor")

    assert (decision.variant, decision.reason) == ("vip", Reason.MATCHED)
    assert texts(decision) == ["Hello Noor"]
    assert [(one.variant, one.held, one.because) for one in decision.considered] == [
        ("vip", True, "its condition holds")
    ]


def test_unknown_is_neither_true_nor_false() -> None:
    """A condition that is not known does not hold, nor does its negation."""
    negated = "name: other, when: not person.vip, say: {headline: Other}"
    decision = decide_with(a_card(VIP, negated))

    assert (decision.variant, decision.reason) == ("fallback", Reason.FALLBACK)
    assert [one.because for one in decision.considered] == ["unknown: person.vip absent"] * 2


def test_a_variant_of_which_nothing_is_known_is_passed_over() -> None:
    """A later rung answers and says which one was lost."""
    decision = decide_with(a_card(VIP, ALL), person__vip=True)

    assert (decision.variant, decision.reason) == ("all", Reason.DEGRADED)
    first, second = decision.considered
    assert not first.held
    assert "person.first_name" in first.because
    assert second.because == "holds always"


def test_the_fallback_answers_even_when_nothing_is_known() -> None:
    """Nothing comes after the fallback, so it is never passed over."""
    plan = a_plan("""
variants: [{name: vip, when: person.vip, draw: [
  {text: {content: "{{ person.first_name }}", box: [0, 0, 9, 9]}}]}]
fallback: {draw: [{text: {content: "{{ person.first_name }}", box: [0, 0, 9, 9]}}]}
""")
    decision = decide_with(plan, person__vip=True)

    assert (decision.variant, decision.reason) == ("fallback", Reason.DEGRADED)
    assert decision.scene.nodes == ()


def test_the_fallback_can_be_asked_for() -> None:
    """Without looking at any variant."""
    decision = Decider().decide_fallback(a_card(ALL), Told(), Clock(AT, UTC_ZONE), Formatter("en"))
    assert (
        decision.variant, decision.reason, decision.considered,
    ) == ("fallback", Reason.FALLBACK, ())  # fmt: skip


def test_texts_left_out_on_purpose_cost_no_rung() -> None:
    """A variant whose texts are ruled out by conditions, or not said, is shown as it is."""
    plan = a_plan("""
variants:
  - {name: quiet, draw: card}
fallback: {say: {headline: Loud}, draw: card}
layouts:
  card:
    - fill: {color: "#fff"}
    - text: {content: "{{ say.headline }}", box: [0, 0, 9, 9]}
    - text: {content: "{{ person.first_name }}", when: person.vip, box: [0, 0, 9, 9]}
""")
    assert decide_with(plan, person__vip=False).variant == "quiet"
    assert decide_with(plan, person__vip=True).variant == "fallback"
    assert decide_with(plan).variant == "fallback"


def test_facts_that_were_read_bound_the_validity() -> None:
    """The earliest end of what was read counts, also of a test that came out false; no other."""
    plan = a_card(VIP, "name: open, when: store.is_open, say: {headline: Open}", ALL)
    sooner = AT + timedelta(minutes=5)
    decision = decide_with(
        plan,
        person__vip=Fact(False, "told", LATER),  # noqa: FBT003  # a value
        store__is_open=Missing(Why.ABSENT, "hours", sooner),
        person__first_name=Fact("Noor", "told", AT + timedelta(minutes=1)),
    )

    assert sooner == decision.valid_until
    assert [reading.name for reading in decision.readings] == ["person.vip", "store.is_open"]
    assert decide_with(a_card(ALL)).valid_until is None


def test_a_fact_is_asked_once() -> None:
    """However often it is read; questions are told apart by their arguments."""
    say = "{{ store.name }} {{ store.name }} {{ stock.at('1') }} {{ stock.at('1') }}"
    plan = a_card(f'name: all, say: {{headline: "{say}", detail: "{{{{ stock.at(1) }}}}"}}')
    told = Told(store__name="Porto", **{"stock.at(1)": 4})
    decision = decide(plan, told, Clock(AT, UTC_ZONE), Formatter("en"))

    assert told.asked == ["store.name", "stock.at(1)", "stock.at(1)"]
    assert [r.name for r in decision.readings] == ["store.name", "stock.at('1')", "stock.at(1)"]


def test_a_failed_source_is_named() -> None:
    """What is absent is nobody's failure."""
    plan = a_card("name: warm, when: person.a or person.b, say: {headline: x}")
    late = Missing(Why.TIMEOUT, "weather")

    assert decide_with(plan, person__b=late).degraded_by == "person.b timeout"
    assert decide_with(plan).degraded_by == ""


def test_text_and_alt_are_what_is_said_in_words() -> None:
    """Sentences are closed when another follows; addresses are no words."""
    say = (
        'say: {headline: "Hello", a: " Really? ", b: "(“Yes!”)", empty: "{{ params.none }}",'
        ' c: "Last", link: "https://a.example", shop_url: "https://b.example"}'
    )
    head = "params: {none: {type: text}}"
    decision = decide_with(a_card(f"name: all, {say}", extra=head), params__none="")

    assert "Hello. Really? (“Yes!”) Last" == decision.text == decision.alt
    assert decision.link == "https://a.example"
    own = 'say: {headline: Hello, text: "In short", alt: "A card"}'
    decision = decide_with(a_card(f"name: all, {own}"))
    assert (decision.text, decision.alt, decision.link) == ("In short", "A card", "")
    decision = decide_with(a_card(f"name: all, {own}", extra='alt: "{{ say.headline }}, drawn"'))
    assert decision.alt == "Hello, drawn"
    decision = decide_with(a_card(f"name: all, {own}", extra='alt: "{{ person.x }}"'))
    assert decision.alt == "A card"


def test_scenes_are_remembered_by_what_they_came_from() -> None:
    """The same values in the same plan are drawn up once; another plan is another matter."""
    decider, plan = Decider(), a_card(VIP, ALL)
    facts = {"person__vip": True, "person__first_name": "Noor"}
    first = decide_with(plan, decider, **facts)
    second = decide_with(plan, decider, **facts)
    assert first.scene is second.scene
    assert (decider.assembled, decider.recalled, decider.replayed) == (1, 0, 1)
    facts["person__vip"] = 1  # another fact, that leads to the same values
    assert decide_with(plan, decider, **facts).scene is first.scene
    assert (decider.assembled, decider.recalled, decider.replayed) == (1, 1, 1)

    republished = a_card(VIP.replace("Hello", "Dear"), ALL)
    assert texts(decide_with(republished, decider, **facts)) == ["Dear Noor"]
    recolored = replace(plan, background="#000000ff", version=2)
    assert decide_with(recolored, decider, **facts).scene.background == "#000000ff"
    assert decider.assembled == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.text(max_size=3), st.booleans()), max_size=12))
def test_a_decider_with_a_memory_decides_alike(asked: list[tuple[bool, str, bool]]) -> None:
    """Whatever came before, and however little is remembered."""
    decider = Decider(remember=3)
    for vip, name, which in asked:
        facts: dict[str, Any] = {"person__vip": vip, "person__first_name": name}
        plan = CARDS[which]
        assert decide_with(plan, **facts) == decide_with(plan, decider, **facts)


colors = st.sampled_from(["#ffffffff", "#000000ff", "#0b6bcbff"])
numbers = st.integers(0, 3)
boxes = st.tuples(numbers, numbers, numbers, numbers)
words = st.text(max_size=2)
nodes = st.one_of(
    st.builds(Fill, color=colors, to=st.sampled_from(["", "#ffffffff"])),
    st.builds(Panel, box=boxes, color=colors, radius=numbers),
    st.builds(Line, points=boxes, color=colors, width=numbers),
    st.builds(Text, content=words, box=boxes, ink=colors, strike=st.booleans(), language=words),
    st.builds(Picture, asset=words, box=boxes, alt=words),
    st.builds(Progress, box=boxes, value=numbers, color=colors, track=colors),
    st.builds(
        Map, box=boxes, bearing=numbers, distance_m=numbers, label=words,
        ink=colors, ground=colors, accent=colors,
    ),
)  # fmt: skip
scenes = st.builds(
    Scene, width=numbers, height=numbers, density=numbers, background=colors,
    nodes=st.lists(nodes, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=300)
@given(scenes, scenes)
def test_equal_scenes_and_only_they_have_equal_digests(one: Scene, other: Scene) -> None:
    """The digest stands for the scene."""
    assert (one == other) is (scene_digest(one) == scene_digest(other))
    assert scene_digest(one) == scene_digest(replace(one))
    assert len(scene_digest(one)) == 16
    assert canonical(one).startswith(b'{"width":')


SHARED = """
zone: brand
params: {sku: {type: text, default: NB-1}}
variants:
  - name: evening
    when: clock.hour >= 12 and clock.between('12:00', '23:00')
    say: {headline: "{{ clock.time | time }} {{ message.title or brand.title }}"}
    draw: card
fallback: {say: {headline: "{{ 1234.5 | number }} {{ stock.total or 0 }}"}, draw: card}
layouts: {card: [{text: {content: "{{ say.headline }}", box: [0, 0, 600, 40], ink: brand.ink}}]}
"""

EVENING = a_plan(SHARED)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["", "de", "ar", "fr-CH"]),
    st.sampled_from(["", "Asia/Kathmandu", "America/New_York"]),
    st.sampled_from([None, BERLIN]),
    st.sampled_from(list(ReaderKind)),
    st.integers(0, 30),
)
def test_a_shared_plan_is_the_same_for_everybody(
    language: str, tz: str, place: Place | None, kind: ReaderKind, hours: int
) -> None:
    """Whatever their language, zone, place and reader."""
    plan = EVENING
    assert not plan.personal
    at: datetime = AT + timedelta(hours=hours)
    somebody = a_subscriber(language=language, tz=tz, attributes={"x": 1}, preferred_store="S2")
    reader = a_reader(kind, ip_is_user=kind is ReaderKind.PERSON)
    theirs = an_ask(plan, at=at, subscriber=somebody, place=place, reader=reader, ip="192.0.2.1")
    nobodys = an_ask(plan, at=at)

    assert decided(nobodys, some_shelves()) == decided(theirs, some_shelves())


def test_a_rung_fails_by_its_own_name() -> None:
    """What is printed about an unknown condition names the source and why."""
    decision = decide_with(a_card(VIP), person__vip=Missing(Why.WITHHELD, "profile"))
    assert re.fullmatch(r"unknown: profile withheld", decision.considered[0].because)
