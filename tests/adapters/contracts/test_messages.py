"""The contract of Messages and Brands."""

import pytest

from app.errors import Conflict, NotFound, Unacceptable
from app.model.brand import Privacy, Tracking
from app.model.keys import MessageKey, is_key
from app.model.place import Place
from app.model.ports import Written
from tests.adapters.builders import NOON, a_brand, a_message


async def test_a_message_comes_back_whole(adapters):
    """Every field of a message is read by key and by name."""
    message = a_message(
        "höst 1", title="T", brand="b", sent_at=NOON, params={"sku": "NB", "n": 2}, blocks=("a",)
    )

    await adapters.messages.put([message])

    assert message == adapters.messages.read(message.key)
    assert message == await adapters.messages.get("höst 1")
    assert message == await adapters.messages.get(message.key)
    assert adapters.messages.read(MessageKey("unknown")) is None
    assert await adapters.messages.get("unknown") is None


async def test_a_message_keeps_its_key(adapters):
    """Writing a message again changes what the sent URLs answer, not the URLs."""
    sent = a_message("m")
    await adapters.messages.put([sent])
    assert adapters.messages.read(sent.key).title == ""

    again = await adapters.messages.put([a_message("m", title="New"), a_message("n", key="")])

    assert Written(created=1, updated=1) == again
    assert adapters.messages.read(sent.key).title == "New"
    assert is_key((await adapters.messages.get("n")).key)
    assert Written(unchanged=1) == await adapters.messages.put([a_message("m", title="New")])


async def test_messages_are_paged_by_name_and_deleted(adapters):
    """Pages follow the names; a message is deleted by name or by key."""
    messages = [a_message(f"m{i:04}") for i in range(1200)]
    await adapters.messages.put(messages)

    first = await adapters.messages.page(cursor="", limit=1000)
    second = await adapters.messages.page(cursor=first.cursor, limit=1000)

    assert tuple(messages) == first.items + second.items
    assert await adapters.messages.delete("m0000")
    assert await adapters.messages.delete(messages[1].key)
    assert not await adapters.messages.delete("m0000")
    assert adapters.messages.read(messages[1].key) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [(a_message(""), "name"), (a_message("m", key="short"), "key")],
)
async def test_messages_that_cannot_be_stored_are_refused(adapters, wrong, field):
    """A message without a name or with an ill-shaped key is refused by field."""
    with pytest.raises(Unacceptable) as refusal:
        await adapters.messages.put([wrong])

    assert field == refusal.value.field


async def test_a_message_key_belongs_to_one_message(adapters):
    """A new message cannot take the key of another."""
    taken = a_message("a")
    await adapters.messages.put([taken])

    with pytest.raises(Conflict):
        await adapters.messages.put([a_message("b", key=taken.key)])


async def test_what_is_new_is_written_over_nothing(adapters):
    """Of two who create a message or a brand of the same name, the second is told."""
    assert await adapters.messages.add(a_message("spring", title="Mine"))
    assert not await adapters.messages.add(a_message("spring", title="Yours"))
    assert (await adapters.messages.get("spring")).title == "Mine"
    assert await adapters.brands.add(a_brand("north", title="Mine"))
    assert not await adapters.brands.add(a_brand("north", title="Yours"))
    assert adapters.brands.read("north").title == "Mine"


async def test_a_message_is_seen_by_other_processes_at_once(open_adapters):
    """A process that remembered "unknown" reads the message with its next read."""
    here, there = open_adapters(), open_adapters()
    message = a_message("m")
    assert there.messages.read(message.key) is None

    await here.messages.put([message])

    assert message == there.messages.read(message.key)


async def test_the_first_brand_is_the_default(adapters):
    """An unknown or empty name reads as the brand that was created first."""
    with pytest.raises(NotFound):
        adapters.brands.read("")
    first = a_brand(
        "zeta",
        colors={"ink": "#000000"},
        place=Place(lat=1.5, lon=2.5),
        link_hosts=("a.example",),
        privacy=Privacy(tracking=Tracking.COUNTS, needs={"*": "marketing"}),
    )

    assert Written(created=1) == await adapters.brands.put(first)
    assert Written(created=1) == await adapters.brands.put(a_brand("alpha"))

    assert first == adapters.brands.read("") == adapters.brands.read("unknown")
    assert a_brand("alpha") == adapters.brands.read("alpha")
    assert (first, a_brand("alpha")) == await adapters.brands.all()


async def test_a_brand_is_replaced_in_its_place(adapters):
    """Writing a brand again keeps its rank and is counted exactly."""
    await adapters.brands.put(a_brand("a"))
    await adapters.brands.put(a_brand("b"))

    assert Written(updated=1) == await adapters.brands.put(a_brand("a", title="New"))
    assert Written(unchanged=1) == await adapters.brands.put(a_brand("a", title="New"))
    assert adapters.brands.read("").title == "New"


@pytest.mark.parametrize("wrong", [a_brand(""), a_brand("a", title="\ud800")])
async def test_a_brand_that_cannot_be_stored_is_refused(adapters, wrong):
    """A brand without a name or with broken text is refused."""
    with pytest.raises(Unacceptable):
        await adapters.brands.put(wrong)
