"""Passwords: the same work for everybody who asks, and none of it in the loop."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from app.adapters.passwords import Passwords


class Watched(PasswordHasher):
    """A quick hasher that notes on which threads it works, and how many at once."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0
        self.threads = set()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def verify(self, hash, password):  # noqa: A002  # the library's name
        """Verify, slowly enough to be seen beside another."""
        with self._lock:
            self.verified += 1
            self._now += 1
            self.most = max(self.most, self._now)
            self.threads.add(threading.current_thread())
        try:
            threading.Event().wait(0.01)
            return super().verify(hash, password)
        finally:
            with self._lock:
                self._now -= 1


@pytest.fixture
def hasher():
    """A hasher that is watched."""
    return Watched()


@pytest.fixture
def passwords(hasher):
    """Passwords with it."""
    made = Passwords(hasher)
    yield made
    made.close()


async def test_nobodys_password_is_verified_as_somebodys_is(passwords, hasher):
    """Once each time, so that the wait does not tell whether there is an account."""
    known = await passwords.hashed("a sentence")
    for hashed, password, is_right in (
        (known, "a sentence", True),
        (known, "another", False),
        (None, "a sentence", False),
        (None, "nobody's", False),
        ("not a hash", "a sentence", False),
    ):
        before = hasher.verified
        assert await passwords.matches(password, hashed) == is_right
        assert hasher.verified == before + 1


async def test_passwords_are_verified_beside_the_loop_two_at_a_time(passwords, hasher):
    """However many ask at once."""
    known = await passwords.hashed("a sentence")
    right = await asyncio.gather(*(passwords.matches("a sentence", known) for _ in range(8)))
    assert all(right)
    assert threading.main_thread() not in hasher.threads
    assert hasher.most == 2


def test_passwords_are_hashed_with_argon2id():
    """With a salt of their own each."""
    hasher = PasswordHasher()
    assert hasher.hash("x").startswith("$argon2id$")
    assert hasher.hash("x") != hasher.hash("x")
