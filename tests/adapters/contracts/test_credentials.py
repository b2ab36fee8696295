"""The contract of ApiKeys and of kept answers."""

from datetime import timedelta

import pytest

from app.adapters.sqlite.idempotency import Answer
from app.errors import Conflict, Unacceptable
from app.model.ports import ApiKey
from tests.adapters.builders import NOON

SHA = "0" * 64


async def test_a_secret_is_known_by_its_hash(adapters):
    """The secret returned at creation opens, any other does not."""
    key, secret = await adapters.api_keys.create("ci ü", ["read", "write"])

    plain = ApiKey(name="ci ü", prefix=key.prefix, scopes=("read", "write"), created_at=NOON)
    assert plain == key == adapters.api_keys.check(secret)
    assert (key,) == await adapters.api_keys.page()
    assert secret.startswith(f"ot_{key.prefix}_")
    assert len(secret.split("_", 2)[2]) >= 43


@pytest.mark.parametrize(
    "change",
    [
        lambda secret: secret[:-1],
        lambda secret: secret + "x",
        lambda secret: secret.replace("ot_", "xx_"),
        lambda secret: "ot_aaaaaaaa_" + secret[12:],
        lambda secret: "ot_" + secret[12:],
        lambda _: "",
        lambda _: "ot_é_\ud800",
        lambda secret: secret[:12] + "\ud800",
    ],
)
async def test_a_wrong_secret_opens_nothing(adapters, change):
    """A secret that differs anywhere is unknown, whatever its letters."""
    _, secret = await adapters.api_keys.create("ci", [])

    assert adapters.api_keys.check(change(secret)) is None


async def test_a_key_expires(adapters):
    """From its expiry on a key opens nothing, though it was remembered."""
    until = NOON + timedelta(hours=1)
    _, secret = await adapters.api_keys.create("ci", [], expires_at=until)
    assert adapters.api_keys.check(secret).expires_at == until

    adapters.clock.pass_by(timedelta(hours=1))

    assert adapters.api_keys.check(secret) is None


async def test_a_revoked_key_is_refused_everywhere_at_once(open_adapters):
    """Another process that remembered the key refuses it from its next request on."""
    here, there = open_adapters(), open_adapters()
    key, secret = await here.api_keys.create("ci", [])
    assert key == there.api_keys.check(secret)

    assert await here.api_keys.revoke(key.prefix)

    assert there.api_keys.check(secret) is None
    assert not await here.api_keys.revoke(key.prefix)
    assert await here.api_keys.page() == ()


async def test_a_repeated_request_gets_the_first_answer(adapters):
    """A settled claim is answered again and again, by key and scope."""
    kept = adapters.idempotency
    answer = Answer(status=201, body='{"ü": 1}')
    assert await kept.claim("k", "s", SHA) is None

    await kept.settle("k", "s", answer)

    assert answer == await kept.claim("k", "s", SHA)
    assert await kept.claim("k", "other", SHA) is None


async def test_a_request_in_progress_is_not_repeated(adapters):
    """While the first is being answered a second conflicts; once released it may go on."""
    kept = adapters.idempotency
    await kept.claim("k", "s", SHA)

    with pytest.raises(Conflict):
        await kept.claim("k", "s", SHA)
    await kept.release("k", "s")

    assert await kept.claim("k", "s", SHA) is None


async def test_an_abandoned_claim_is_taken_over(adapters):
    """A claim of a process that died keeps nobody waiting for longer than a minute."""
    await adapters.idempotency.claim("k", "s", SHA)

    adapters.clock.pass_by(timedelta(minutes=1))

    assert await adapters.idempotency.claim("k", "s", SHA) is None


async def test_a_key_is_for_one_request(adapters):
    """The same key with another request is refused, naming the header."""
    await adapters.idempotency.claim("k", "s", SHA)

    with pytest.raises(Unacceptable) as refusal:
        await adapters.idempotency.claim("k", "s", "1" * 64)

    assert refusal.value.field == "Idempotency-Key"


async def test_a_released_answer_stays(adapters):
    """Releasing after the answer was settled does not lose it."""
    answer = Answer(status=200, body="")
    await adapters.idempotency.claim("k", "s", SHA)
    await adapters.idempotency.settle("k", "s", answer)

    await adapters.idempotency.release("k", "s")

    assert answer == await adapters.idempotency.claim("k", "s", SHA)


async def test_old_answers_are_forgotten(adapters):
    """Answers of the given age are deleted, younger ones stay."""
    await adapters.idempotency.claim("old", "s", SHA)
    adapters.clock.pass_by(timedelta(hours=24))
    await adapters.idempotency.claim("new", "s", SHA)

    assert await adapters.idempotency.forget() == 1
    with pytest.raises(Conflict):
        await adapters.idempotency.claim("new", "s", SHA)
