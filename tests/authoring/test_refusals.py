"""What the language does not have is refused when a block is published."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import check_block, compile_block
from app.model.problem import AuthoringError
from tests.authoring.askers import asker
from tests.authoring.attacks import ALL
from tests.authoring.blocks import a_block

PARAMS = "params: {x: {type: text}}"


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack[:40])
@pytest.mark.timeout(10)
def test_attacks_are_refused_in_texts(attack: str) -> None:
    """No template that hangs, bloats or escapes can be published as a text."""
    with pytest.raises(AuthoringError) as raised:
        compile_block(a_block(say=f"{{a: {json.dumps(attack)}}}", head=PARAMS))

    assert all(problem.remedy for problem in raised.value.problems)


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack[:40])
@pytest.mark.timeout(10)
def test_attacks_are_refused_in_conditions(attack: str) -> None:
    """Nor as a condition, with braces or without."""
    bare = attack.removeprefix("{{").removesuffix("}}").strip()
    for condition in (attack, bare):
        with pytest.raises(AuthoringError):
            compile_block(a_block(when=json.dumps(condition), head=PARAMS))


@pytest.mark.parametrize(
    "link",
    [
        "{{ product.url }}",
        "http{{ params.x }}://a.example/",
        "https://{{ params.x }}.example/",
        "https://a.example{{ params.x }}",
        "https://a.example:{{ params.x }}/",
        "https://{{ params.x }}",
        "//a.example/",
        "/path",
        "",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://user@a.example/",
        "https://user:pass@a.example/",
        "https://a.example\\@b.example/",
        "https://a.example/\\x",
        "https://a.example/a b",
        "https://a.example/\n",
        "https:///path",
        "https://bücher.example/",
        "https://a.example:port/",
        "https://[::1/",
    ],
)
def test_links_say_where_they_lead(link: str) -> None:
    """Scheme and host are written out, absolute, without user names or tricks."""
    problems = check_block(
        a_block(say=f"{{link: {json.dumps(link)}}}", head="params: {x: {type: text}}")
    )

    assert "link" in {problem.rule for problem in problems}


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example",
        "HTTP://a.example:8080/p?x={{ params.x }}#{{ params.x }}",
        "https://a.example?x={{ params.x }}",
        "https://a.example/#{{ params.x }}",
        "https://[2001:db8::1]/",
    ],
)
def test_links_that_lead_somewhere(link: str) -> None:
    """Absolute addresses with values after the host are legal."""
    compile_block(a_block(say=f"{{shop_link: {json.dumps(link)}}}", head=PARAMS))


@pytest.mark.parametrize(
    ("condition", "remedy"),
    [
        ("stoer.known", "Did you mean `store`?"),
        ("store.is_opne", "Did you mean `store.is_open`?"),
        ("store.zzz", "There are: store.known"),
        ("params.skuu", "Did you mean `sku`?"),
        ("params.zzz", "Declare it: `params: {zzz: {type: text}}`."),
        ("person", "Name one of them: `person.known`."),
        ("porto", "Put texts in quotes"),
        ("clock.hour | uper", "Did you mean `upper`?"),
        ("clock.untill('18:00')", "Did you mean `clock.until`?"),
        ("zzz.zzz", "See the list of facts."),
        ("clock.hour > 2 ** 3", "Multiply instead."),
        ("'a' + 'b' == 'ab'", "Join texts by `~`"),
        ("person._x", "Names start with a letter"),
        ("say.x == 'y'", "It is decided after the condition"),
        ("1 < 2 < 3 < 4 < 5 < 6", "Join comparisons by `and`."),
        (" and ".join(["store.known"] * 50), "Split it into several variants."),
        ("not " * 1500 + "store.known", "Split it into"),
        ("'" + "é" * 9000 + "'", "Shorten it."),
    ],
)
def test_problems_come_with_a_remedy(condition: str, remedy: str) -> None:
    """What is unknown comes with the nearest that exists, or with what can be done."""
    head = "params: {sku: {type: text}}"
    errors = [
        p
        for p in check_block(a_block(when=json.dumps(condition), head=head))
        if p.severity == "error"
    ]

    assert [remedy] == [p.remedy[: len(remedy)] for p in errors]


def test_a_document_has_one_budget() -> None:
    """Many small expressions add up; a layout that several variants share counts once."""
    text = "'" + "{{ params.x }}" * 90 + "'"
    shared = f"  card:\n    - text: {{content: {text}, box: [0, 0, 600, 40]}}"
    many = {f"t{n}": "{{ params.x }}" * 90 for n in range(20)}

    assert not [
        p
        for p in check_block(a_block(draw="card", head=PARAMS, layouts=shared))
        if p.severity == "error"
    ]
    assert "too-complex" in {
        p.rule for p in check_block(a_block(say=json.dumps(many), head=PARAMS))
    }


@given(st.text(alphabet="{}%|()[]'\"., \nabperson.store<>=!+-*/~1290_isnotdefault", max_size=60))
def test_whatever_is_written_is_compiled_or_refused(text: str) -> None:
    """No text makes the compiler fail in another way, and what compiles never raises."""
    try:
        plan = compile_block(a_block(say=f"{{a: {json.dumps(text)}}}"))
    except AuthoringError:
        return
    plan.variants[0].say[0][1](asker())
