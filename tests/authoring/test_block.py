"""Whole documents, from text to plan."""

import pytest

from app.authoring import check_block, compile_block
from app.model.plan import StoreChoice, Zone
from app.model.problem import AuthoringError
from tests.authoring.askers import answer, asker
from tests.authoring.blocks import NEAREST_STORE, a_block, a_plan


def test_the_illustrated_block_compiles() -> None:
    """The block of the design document is legal as it stands."""
    plan = compile_block(NEAREST_STORE, version=3)

    assert (
        plan.block, plan.version, plan.width, plan.height, plan.density,
    ) == ("nearest-store", 3, 600, 240, 2)  # fmt: skip
    assert [v.name for v in plan.variants] == ["pick-up-tonight", "order-online"]
    assert plan.personal
    assert {"stock.total", "params.sku"} == plan.variants[1].reads


def test_the_illustrated_block_speaks() -> None:
    """What a variant says is made of facts, and its link is encoded."""
    plan = compile_block(NEAREST_STORE)
    reader = asker(store__name="Porto", store__slug="a/b", params__sku="N 1")

    says = {name: text(reader) for name, text in plan.variants[0].say}

    assert says["headline"] == "Good news, it is at Porto"
    assert says["link"] == "https://northbeam.example/stores/a%2Fb?sku=N%201"
    assert not says["detail"]


def test_what_is_not_needed_is_not_read() -> None:
    """A condition stops reading at the first part that is false."""
    condition = compile_block(NEAREST_STORE).variants[0].when
    assert condition is not None
    reader = asker(store__known=True, store__is_open=False)

    assert condition(reader) is False
    assert reader.read == ["store.known", "store.is_open"]


def test_a_json_document_is_a_document() -> None:
    """JSON with tabs and escaped emoji is read like YAML."""
    plan = compile_block(
        '{\n\t"block": "j",\n\t"size": "2x2",\n\t"fallback": '
        '{"say": {"hi": "\\ud83d\\ude00"}, "draw": []}\n}'
    )

    assert answer(plan.fallback.say[0][1]) == "😀"


def test_store_choice_and_zone() -> None:
    """The store can be a word or a choice with a reach; the brand's clock is not personal."""
    near = a_plan(head="store: nearest-open\nzone: brand", when="clock.hour < 12")
    far = a_plan(head="store: {choose: preferred, within_km: 40}", when="clock.hour < 12")

    assert (near.store, near.within_km) == (StoreChoice.NEAREST_OPEN, None)
    assert (near.zone, near.personal) == (Zone.BRAND, False)
    assert (far.store, far.within_km) == (StoreChoice.PREFERRED, 40.0)
    assert far.personal


def test_every_problem_is_reported_at_once() -> None:
    """Schema and expression problems arrive together, each with its line."""
    document = a_block(when="stoer.known", say="{a: '{{ 1 ** 2 }}'}", head="densty: 2")

    with pytest.raises(AuthoringError) as raised:
        compile_block(document, file="b.yaml")

    found = {(p.rule, p.line, p.file) for p in raised.value.problems}
    assert {
        ("unknown-field", 4, "b.yaml"),
        ("unknown-fact", 7, "b.yaml"),
        ("not-in-language", 8, "b.yaml"),
    } == found


def test_a_block_keeps_its_name() -> None:
    """A document cannot be saved under another block's name."""
    (problem,) = check_block(a_block(), name="other")

    assert problem.rule == "block-name"


def test_lint_waits_for_the_schema() -> None:
    """A block with holes is not linted; its canvas is."""
    document = a_block(head="x: 1", when="1 > 2").replace("600x", "900x")

    assert {"unknown-field", "oversize"} == {problem.rule for problem in check_block(document)}
