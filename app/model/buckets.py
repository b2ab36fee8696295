"""Times counted in buckets that grow by 15 %, so that many can be told of together."""

import math
from collections.abc import Mapping
from typing import Final

_FIRST_S: Final = 10e-6
_STEP: Final = 1.15
_LOG_STEP: Final = math.log(_STEP)
_MOST: Final = 120  # buckets: up to three minutes


def bucket_of(seconds: float) -> int:
    """Return the number of the bucket of a time."""
    if seconds <= _FIRST_S:
        return 0
    return min(_MOST, 1 + int(math.log(seconds / _FIRST_S) / _LOG_STEP))


def quantile_ms(times: Mapping[int, int], share: float) -> float | None:
    """Return the milliseconds that a share of what was counted took at most; None of nothing."""
    left = share * sum(times.values())
    if not left:
        return None
    slowest = 0
    for bucket in sorted(times):
        slowest = bucket
        left -= times[bucket]
        if left <= 0:
            break
    return 1000 * _FIRST_S * _STEP**slowest
