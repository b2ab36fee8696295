"""Source documents: read whole, written back, and refused with every problem at once."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.authoring.sources import check_source, read_source, source_document, source_schema
from app.authoring.sources.durations import span_of, span_written
from app.model.problem import AuthoringError, Severity
from app.model.source import FeedKind, FeedShape, FieldSpec, FieldType, Signing, SourceSpec

PLAIN = """
source: reviews
url: https://feeds.example/reviews.json
read: {as: json, fields: {rating: {path: $.rating, type: number}}}
"""
FULL = """
source: reviews
brand: northbeam
url: https://feeds.example/[params.sku]/reviews?near=[place.city]
method: POST
headers:
  Authorization: "Bearer {secret:api}"
  X-Tier: "[person.tier]"
body: '{"sku": "[params.sku]", "all": [true]}'
signing: {secret: hmac, header: X-Signature}
read:
  as: json
  rows: $.items[*]
  key: sku
  fields:
    sku: $.sku
    price: {path: $.price.amount, type: money, currency: EUR}
every: on-demand
deadline: 120 ms
fresh_for: 90 s
stale_for: 2 d
lookup: "[params.sku]"
snapshot: false
paused: true
"""


def spec_of(document: str, **said) -> SourceSpec:
    """Return the spec that a document says."""
    return read_source(document, **said)[0]


def problems(document: str, **said) -> dict[str, str]:
    """Return place and rule of every problem, in the order of lines."""
    return {p.where: p.rule for p in check_source(document, **said)}


def errors_of(change: str, document: str = PLAIN) -> list[tuple[str, str]]:
    """Return place and rule of what is wrong with the plain document and a line more."""
    found = check_source(document + change)
    return [(p.where, p.rule) for p in found if p.severity is Severity.ERROR]


def test_a_plain_document_takes_the_defaults():
    """It is asked on demand, for a quarter of a second at most."""
    spec = spec_of(PLAIN, brand="northbeam")

    assert spec == SourceSpec(
        name="reviews",
        brand="northbeam",
        url="https://feeds.example/reviews.json",
        shape=FeedShape(
            kind=FeedKind.JSON,
            fields=(FieldSpec(name="rating", path="$.rating", type=FieldType.NUMBER),),
        ),
    )


def test_a_full_document_is_read_whole():
    """Every field has its place in the spec."""
    spec = spec_of(FULL, secrets={"api", "hmac"})

    assert spec == SourceSpec(
        name="reviews",
        brand="northbeam",
        url="https://feeds.example/[params.sku]/reviews?near=[place.city]",
        shape=FeedShape(
            kind=FeedKind.JSON,
            rows="$.items[*]",
            key="sku",
            fields=(
                FieldSpec(name="sku", path="$.sku"),
                FieldSpec(
                    name="price", path="$.price.amount", type=FieldType.MONEY, currency="EUR"
                ),
            ),
        ),
        method="POST",
        headers=(("Authorization", "Bearer {secret:api}"), ("X-Tier", "[person.tier]")),
        body='{"sku": "[params.sku]", "all": [true]}',
        signing=Signing(secret="hmac", header="X-Signature"),
        deadline=timedelta(milliseconds=120),
        fresh_for=timedelta(seconds=90),
        stale_for=timedelta(days=2),
        lookup="[params.sku]",
        is_snapshot=False,
        paused=True,
    )
    assert check_source(FULL, secrets={"api", "hmac"}) == ()


@pytest.mark.parametrize("document", [PLAIN, FULL], ids=["plain", "full"])
def test_a_spec_is_written_as_the_document_that_says_it(document):
    """Written and read again, it is the same; and the schema allows it."""
    spec = spec_of(document, brand="northbeam")

    written = source_document(spec)

    assert spec_of(json.dumps(written)) == spec
    assert list(Draft202012Validator(source_schema()).iter_errors(written)) == []


def test_a_pulled_source_is_fresh_until_the_next_pull():
    """And may be shown for a day, or as long as a pull takes to come round."""
    hourly = spec_of(PLAIN + "every: 1 h\n")
    weekly = spec_of(PLAIN + "every: 7 d\n")

    assert (hourly.every, hourly.fresh_for) == (timedelta(hours=1), timedelta(hours=1))
    assert hourly.stale_for == timedelta(days=1)
    assert weekly.stale_for == timedelta(days=7)


def test_all_problems_are_told_at_once():
    """Each with its line and a remedy."""
    document = """
source: Reviews!
url: ftp://feeds.example/x
colour: red
read:
  as: yaml
  key: skuu
  fields: {sku: "$..sku", age: {path: $.age, currency: EUR}}
every: 0 min
deadline: 2 h
lookup: "[param.sku]"
"""
    found = check_source(document, file="reviews.yaml")

    assert {(p.line, p.rule) for p in found} >= {
        (2, "wrong-form"), (3, "url"), (4, "unknown-field"), (6, "unknown-choice"),
        (7, "unknown-key"), (8, "reserved-name"), (8, "currency"), (9, "wrong-form"),
        (10, "out-of-bounds"), (11, "unknown-fact"),
    }  # fmt: skip
    assert all(p.remedy and p.file == "reviews.yaml" for p in found)


def test_what_is_wrong_keeps_it_from_being_read():
    """With every error, as the exception says."""
    with pytest.raises(AuthoringError) as refused:
        read_source("source: x\nurl: https://a.example\n")
    assert [p.rule for p in refused.value.problems] == ["missing-field"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("url: https://[params.host].example/x", ("url", "token-place")),
        ("url: https://me:pw@feeds.example/x", ("url", "url-credentials")),
        ("url: 'https://feeds.example/{secret:api}'", ("url", "secret-place")),
        ("url: https://feeds.example/[clock.hour]", ("url", "unknown-fact")),
        ("url: https://feeds.example/[stores.name]", ("url", "unknown-fact")),
        ("url: https://feeds.example/[source.other.x]", ("url", "unknown-fact")),
        ("url: https:///x", ("url", "url")),
        ("url: https://feeds.example:99999/", ("url", "url")),
        ("url: 'https://feeds.example/a b'", ("url", "url")),
        ("url: file:///etc/passwd", ("url", "url")),
    ],
)
def test_addresses_that_are_refused(line, expected):
    """No token chooses the server, and no credential stands in an address."""
    document = PLAIN.replace("url: https://feeds.example/reviews.json", line)
    assert errors_of("", document) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("headers: {Host: evil.example}", ("headers.Host", "reserved-header")),
        ('headers: {X-A: "a\\nb: c"}', ("headers.X-A", "header")),
        ("headers: {Authorization: Bearer abc}", ("headers.Authorization", "plain-credential")),
        ("headers: {X-Api-Key: abc}", ("headers.X-Api-Key", "plain-credential")),
        ("headers: {'X A': b}", ("headers.X A", "wrong-form")),
        ("headers: {X-A: '[product.secret]'}", ("headers.X-A", "unknown-fact")),
        ("body: hello", ("body", "body-without-post")),
        ("method: POST\nbody: '{secret:api}'", ("body", "secret-place")),
        ("every: 5 min\nheaders: {X-A: '[person.tier]'}", ("every", "tokens-of-nobody")),
        ("every: 8 d", ("every", "out-of-bounds")),
        ("every: 500 ms", ("every", "out-of-bounds")),
        ("fresh_for: 2 h\nstale_for: 1 h", ("stale_for", "stale-before-fresh")),
        ("lookup: '[params.sku]'", ("lookup", "lookup-without-key")),
        ("source: another", ("source", "duplicate-key")),
    ],
)
def test_lines_that_are_refused(line, expected):
    """Each by its own name, and nothing else with it."""
    assert errors_of(line + "\n") == [expected]


def test_paths_of_json_are_tried():
    """A path that searches is told before any open waits for it."""
    assert errors_of("", PLAIN.replace("$.rating", "$..rating")) == [("read.fields.rating", "path")]
    rows = PLAIN.replace("as: json,", "as: json, rows: '$.items[?(@.x)]',")
    assert errors_of("", rows) == [("read.rows", "path")]


@pytest.mark.parametrize(
    ("feeds", "needed"), [("stock", ["sku", "quantity"]), ("products", ["sku", "name"])]
)
def test_feeds_of_tables_need_their_columns_and_a_schedule(feeds, needed):
    """Nobody opens an email to keep the stock table up to date."""
    found = check_source(f"{PLAIN}feeds: {feeds}\n")

    said = " ".join(p.message for p in found)
    assert all(f"`{name}`" in said for name in needed)
    assert "feed-on-demand" in {p.rule for p in found}


def test_a_secret_that_is_not_set_is_a_warning():
    """It can be set later; a name that is known is none."""
    document = PLAIN + 'headers: {Authorization: "Bearer {secret:api}"}\n'

    (warned,) = check_source(document, secrets=set())

    assert (warned.rule, warned.severity) == ("unknown-secret", Severity.WARNING)
    assert check_source(document, secrets={"api"}) == ()
    assert check_source(document) == ()


def test_a_credential_in_the_query_is_a_warning():
    """Some servers take it nowhere else."""
    document = PLAIN.replace("reviews.json", "reviews.json?api_key=abc")
    (warned,) = check_source(document)
    assert (warned.rule, warned.severity) == ("url-credentials", Severity.WARNING)
    assert "abc" not in str(warned)


def test_the_address_settles_the_name():
    """A document that says another one is not saved under it."""
    assert problems(PLAIN, name="reviews") == {}
    assert problems(PLAIN, name="ratings") == {"source": "other-name"}
    assert problems(FULL, brand="other") == {"brand": "other-name"}


def test_what_is_no_document_is_told_so():
    """With how one starts."""
    (found,) = check_source("- a\n- b\n")
    assert "source: some_name" in found.remedy


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(document):
    """Whatever it is, there are problems and no exception."""
    assert check_source(document)


@given(
    st.sampled_from(["url", "body", "headers", "read", "every", "signing", "lookup", "source"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=6,
    ),
)
def test_no_value_breaks_a_check(field, value):
    """A field of any shape is told, not stumbled over."""
    document = source_document(spec_of(FULL)) | {field: value}
    check_source(json.dumps(document))


@given(st.integers(1, 10**6).map(lambda ms: timedelta(milliseconds=ms)))
def test_spans_are_written_and_read_again(span):
    """In the largest unit that leaves nothing over."""
    written = span_written(span)
    if len(written.split()[0]) <= 6:
        assert span_of(written) == span
    assert span_of("soon") is None
    assert span_of(7) is None
