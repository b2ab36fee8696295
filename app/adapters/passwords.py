"""Passwords, hashed with argon2id in two threads of their own: one takes about 100 ms."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

_THREADS = 2


class Passwords:
    """Hashes and checks passwords; close it with the process.

    Whoever asks for an account that is not there waits as long as for one that is.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="opentime-password")
        self._nobody = ""

    async def hashed(self, password: str) -> str:
        """Return the hash of a password, with its salt and parameters."""
        return await self._run(self._hasher.hash, password)

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Tell whether a password is the one that was hashed; None takes as long, and is False."""
        if not self._nobody:
            self._nobody = await self.hashed("nobody's")
        is_right = await self._run(self._verify, hashed or self._nobody, password)
        return is_right and hashed is not None

    def is_weak(self, hashed: str) -> bool:
        """Tell whether a hash was made with parameters that are no longer ours."""
        return self._hasher.check_needs_rehash(hashed)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, job: Callable[..., T], *arguments: str) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, job, *arguments)
