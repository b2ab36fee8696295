"""What is legal but probably not meant is warned of."""

import json

import pytest

from app.authoring import check_block, compile_block
from app.model.problem import Severity
from tests.authoring.blocks import NEAREST_STORE


def warned(document: str, **known: object) -> set[tuple[str, str]]:
    """Return rule and place of every problem."""
    return {(p.rule, p.where) for p in check_block(document, **known)}  # type: ignore[arg-type]  # test sugar


def variants(*specs: dict[str, object], **more: object) -> str:
    """Return a document with these variants."""
    named = [{"name": f"v{n}", "draw": [], **spec} for n, spec in enumerate(specs)]
    block = {"block": "b", "size": "600x240", "alt": "x", "variants": named}
    return json.dumps(block | {"fallback": {"draw": []}} | more)


def test_a_good_block_has_no_problem() -> None:
    """The illustrated block lacks nothing but an alt text."""
    assert {("missing-alt", "")} == warned(NEAREST_STORE)
    assert set() == warned(NEAREST_STORE + "alt: Stores near you\n")
    compile_block(NEAREST_STORE)


def test_a_said_alt_is_an_alt() -> None:
    """A variant may say the alt text."""
    assert set() == warned(variants({"say": {"alt": "Shoes"}}, alt=""))


@pytest.mark.parametrize(
    ("conditions", "where"),
    [
        (["", "store.known"], "variants[1]"),
        (["true", "store.known"], "variants[1]"),
        (["1 < 2", "store.known"], "variants[1]"),
        (["store.known", "store.known"], "variants[1]"),
        (["store.known and  person.a", "person.a", "(store.known) and person.a"], "variants[2]"),
    ],
)
def test_unreachable_variants(conditions: list[str], where: str) -> None:
    """A variant below one that always comes first is never shown."""
    document = variants(*({"when": when} if when else {} for when in conditions))

    assert {("unreachable-variant", where)} == warned(document)


def test_a_condition_that_never_holds() -> None:
    """A constant that is false is a mistake."""
    assert {("never-holds", "variants[0].when")} == warned(variants({"when": "1 > 2"}))
    assert {("never-holds", "variants[0].when")} == warned(variants({"when": "1 / 0"}))


def test_what_is_not_used() -> None:
    """Layouts that nobody draws and parameters that nobody reads are noted; `sku` has readers."""
    document = variants(
        {"when": "params.a == 'x'"},
        layouts={"plain": []},
        params={name: {"type": "text"} for name in ("a", "b", "sku")},
    )

    assert {("unused-layout", "layouts.plain"), ("unused-param", "params.b")} == warned(document)


def test_names_have_to_be_known() -> None:
    """Layouts, assets and brand colours that do not exist are found, with the nearest."""
    picture = {"picture": {"asset": "hero.jpg", "box": [0, 0, 90, 90]}}
    live = {"picture": {"asset": "{{ product.image }}", "box": [0, 0, 90, 90]}}
    document = variants({"draw": [picture, live, {"fill": {"color": "brand.papr"}}]})
    known = {"assets": {"heros.jpg"}, "brand_colors": {"paper": "#fff"}}

    found = {p.rule: p for p in check_block(document, **known)}  # type: ignore[arg-type]  # test sugar

    assert found["unknown-asset"].remedy == "Did you mean `heros.jpg`?"
    assert found["unknown-brand-color"].remedy == "Did you mean `paper`?"
    assert {Severity.WARNING} == {p.severity for p in found.values()}
    assert set() == warned(document)
    assert ("unknown-layout", "variants[0].draw") in warned(variants({"draw": "x"}))


@pytest.mark.parametrize(
    ("alt", "changes"),
    [
        ("Shoes of {{ brand.name }} for {{ params.p }}", False),
        ("{{ message.season }}", False),
        ("{{ clock.hour }}", True),
        ("Hello {{ person.first_name or 'you' }}", True),
        ("{{ say.stays }}", False),
        ("{{ say.quotes }}", True),
    ],
)
def test_alt_texts_stand_still(alt: str, changes: bool) -> None:  # noqa: FBT001  # a table of cases
    """An alt text that would change after sending is noted, also when a `say` brings it in."""
    say = {"hour": "{{ clock.hour }}", "quotes": "At {{ say.hour }}", "stays": "{{ params.p }}"}
    document = variants({"say": say}, alt=alt, params={"p": {"type": "text"}})

    assert ({("alt-changes", "alt")} if changes else set()) == warned(document)


@pytest.mark.parametrize(
    ("when", "content", "unsure"),
    [
        ("", "{{ person.first_name }}", True),
        ("", "{{ person.first_name or 'you' }}", False),
        ("", "{{ person.first_name or person.last_name or 'you' }}", False),
        ("", "{{ person.first_name or '' }}", True),
        ("", "{{ person.first_name | default('you') | upper }}", False),
        ("", "{{ person.first_name if person.first_name else 'you' }}", True),
        ("", "{{ person.first_name if person.first_name is defined else 'you' }}", False),
        ("", "{{ 'x' if person.known }}", False),
        ("", "{{ 'hi ' ~ person.a }}", True),
        ("", "{{ clock.hour }} {{ place.city }} {{ brand.name }} {{ message.name }}", False),
        ("", "{{ message.season }}", True),
        ("", "{{ clock.until('18:00') | countdown }}", False),
        ("", "{{ clock.until(message.sale) }}", True),
        ("", "{{ stock.at('S1') }}", True),
        ("stock.at('S1') > 2", "{{ stock.at('S1') }}", False),
        ("", "{{ store.name }}", True),
        ("store.known", "{{ store.name }}", False),
        ("store.is_open", "{{ store.name }} {{ store.closes | time }}", False),
        ("store.known", "{{ store.closes | time }}", True),
        ("store.known", "{{ store.phone }}", True),
        ("store.phone is defined", "{{ store.phone }}", False),
        ("not (store.phone is none)", "{{ store.name }}", True),
        ("store.known or person.a", "{{ store.name }}", True),
        ("store.known and person.a or store.known", "{{ store.name }}", False),
        ("person.tier in ['gold']", "{{ person.tier }}", False),
        ("not person.vip", "{{ person.vip }}", False),
        ("min(person.a, 3) > 1", "{{ person.a }}", False),
        ("(person.a | default(1)) > 1", "{{ person.a }}", True),
        ("true", "{{ person.a and person.b }}", True),
        ("product.known", "{{ product.name }}", False),
        ("product.known", "{{ product.was | money }}", True),
        ("stock.here > 2", "{{ stock.here }} at {{ store.name }}", False),
        ("", "{{ say.sure }}", False),
        ("", "{{ say.unsure }}", True),
    ],
)
def test_texts_that_may_be_missing(
    when: str,
    content: str,
    unsure: bool,  # noqa: FBT001  # a table of cases
) -> None:
    """A text that can be missing needs a default, a guard or a fallback."""
    element = {"content": content, "box": [0, 0, 600, 30]}
    say = {"sure": "x", "unsure": "{{ person.a }}"}
    spec: dict[str, object] = {"say": say, **({"when": when} if when else {})}

    found = warned(variants({**spec, "draw": [{"text": element}]})) - {
        ("unreachable-variant", "variants[1]")
    }
    eased = warned(variants({**spec, "draw": [{"text": {**element, "fallback_text": "x"}}]}))

    place = "variants[0].draw[0].text.content"
    assert ({("text-may-be-missing", place)} if unsure else set()) == found
    assert set() == eased


def test_guards_of_elements_count() -> None:
    """An element's own condition guards its text."""
    for when, content in (
        ("store.known", "{{ store.name }}"),
        ("say.a", "{{ say.a }}"),
    ):
        text = {"content": content, "box": [0, 0, 600, 30], "when": when}
        document = variants({"say": {"a": "{{ person.a }}"}, "draw": [{"text": text}]})
        assert set() == warned(document)


def test_rows_are_known_but_not_all_of_their_fields() -> None:
    """A row has a name; its telephone number may be missing."""

    def each(field: str) -> str:
        text = {"content": f"{{{{ shop.{field} }}}}", "box": [0, 0, 600, 30]}
        row = {"of": "stores", "as": "shop", "box": [0, 0, 600, 30], "step": [0, 30]}
        return variants({"draw": [{"each": {**row, "draw": [{"text": text}]}}]})

    assert set() == warned(each("name"))
    assert {"text-may-be-missing"} == {rule for rule, _ in warned(each("phone"))}


def test_links_that_may_be_missing() -> None:
    """A link that can be missing leads elsewhere."""
    say = {"link": "https://a.example/{{ person.a }}"}

    assert {("link-may-be-missing", "variants[0].say.link")} == warned(variants({"say": say}))


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("clock.weekday == 'Monday'", "impossible-value"),
        ("'mon' != clock.weekday", "impossible-value"),
        ("clock.weekday in ['monday', 'funday']", "impossible-value"),
        ("clock.daypart == 'noon'", "impossible-value"),
        ("reader.kind == 'human'", "impossible-value"),
        ("clock.hour == '12'", "different-kinds"),
        ("store.name > 3", "different-kinds"),
        ("product.price < 20", "different-kinds"),
        ("store.known == 'yes'", "different-kinds"),
        ("clock.until('6pm') > 3", "not-a-moment"),
        ("clock.after(18)", "not-a-moment"),
        ("clock.between('09:00', '2026-11-27 18:00')", "not-a-moment"),
        ("clock.between('9:00', '18:00')", ""),
        ("clock.before('2026-11-27 18:00')", ""),
        ("clock.before('2026-11-27')", ""),
        ("clock.after('2026-11-27T18:00-05:00')", ""),
        ("clock.after(message.starts)", ""),
        ("stock.at('6pm') > 3", ""),
        ("clock.weekday == 'monday'", ""),
        ("clock.hour > 12 > 3", ""),
        ("store.closes > '18:00'", ""),
        ("person.age > 'x'", ""),
        ("store.known == true", ""),
        ("params.n == person.n", ""),
    ],
)
def test_comparisons_that_cannot_be_meant(condition: str, rule: str) -> None:
    """A value that a fact never has, or of another kind, is noted."""
    document = variants({"when": condition}, params={"n": {"type": "text"}})

    assert ({(rule, "variants[0].when")} if rule else set()) == {
        problem for problem in warned(document) if problem[0] != "unused-param"
    }


def test_conditions_of_elements_are_looked_at() -> None:
    """Comparisons inside a layout count as well."""
    fill = {"color": "#fff", "when": "clock.weekday == 'x'"}

    assert {("impossible-value", "variants[0].draw[0].fill.when")} == warned(
        variants({"draw": [{"fill": fill}]})
    )


def test_repeated_names() -> None:
    """Each variant has its own name, and none is called like the fallback."""
    document = variants({"when": "store.known"}, {"name": "v0", "when": "person.a"})

    assert {("repeated-name", "variants[1].name")} == warned(document)
    assert {("repeated-name", "variants[0].name")} == warned(variants({"name": "fallback"}))
