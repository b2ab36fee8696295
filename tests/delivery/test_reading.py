"""Readers are recognized again, at a bounded cost."""

from datetime import timedelta

import pytest

from app.context.client_ip import TrustedProxies
from app.delivery.reading import ReaderService
from app.model.reader import ReaderKind
from tests.serving import GMAIL, NOON


@pytest.mark.parametrize("name", [b"user-agent", b"x-forwarded-for"])
def test_a_long_word_is_not_remembered(name: bytes) -> None:
    """A stranger who says something else each time does not fill the memory with it."""
    readers = ReaderService(
        proxies=TrustedProxies.parse(["10.0.0.0/8"]), instant_window=timedelta(minutes=1)
    )
    headers = {b"user-agent": GMAIL.encode()}
    headers[name] = headers.get(name, b"") + b" 1.2.3.4," * 1000 + b" 81.2.69.160"
    arrival = readers.read(headers, "10.0.0.1", sent_at=None, at=NOON)
    assert arrival.reader.kind is ReaderKind.MAIL_PROXY
    assert arrival.ip == ("81.2.69.160" if name == b"x-forwarded-for" else "10.0.0.1")
    assert len(readers._met) == 0
