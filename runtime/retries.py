"""Owns whether and when a failed call is retried, which happens only if it is safe."""

from __future__ import annotations

import os
import random
import threading
from typing import Any

from . import errors
from .stopping import Stop, waker

__all__ = ["Retries", "apause", "pause"]

#: Statuses that mean "try again later".
_STATUSES = frozenset({408, 429, 502, 503, 504})

#: Failures where nothing can have been sent.
_UNSENT = (errors.ConnectError, errors.ConnectTimeout, errors.ProxyError)

_FIRST_SECONDS, _MOST_SECONDS = 0.5, 8.0

#: Retry-After values above this many seconds are not waited for.
_MOST_RETRY_AFTER = 60.0


class Retries:
    """The remaining retries of a call.

    Args:
        most: Maximum number of retries.
        content: The body of the request. A call is not retried if its body can only be read once.
    """

    __slots__ = ("_count", "_most")

    def __init__(self, most: int = 0, content: Any = None) -> None:
        is_repeatable = content is None or isinstance(content, (bytes, str, os.PathLike))
        self._most = most if is_repeatable else 0
        self._count = 0

    def seconds_after(self, error: errors.OllamaError) -> float | None:
        """Return how long to wait before the next attempt, or None if there must be none.

        The time doubles with each attempt. It is randomly shortened by up to half, so that many
        clients do not retry at the same moment.
        """
        if self._count >= self._most or not _is_safe(error):
            return None
        named: float | None = error.retry_after if isinstance(error, errors.ResponseError) else None
        if named is not None and named > _MOST_RETRY_AFTER:
            return None
        self._count += 1
        if named is not None:
            return named
        longest = min(_MOST_SECONDS, _FIRST_SECONDS * 2.0 ** (self._count - 1))
        return longest * random.uniform(0.5, 1)  # noqa: S311 - not used for security


def _is_safe(error: errors.OllamaError) -> bool:
    if isinstance(error, errors.ResponseError):
        return error.status_code in _STATUSES and not isinstance(error, errors.TransportError)
    return isinstance(error, _UNSENT) and not isinstance(error, errors.TLSError)


def pause(seconds: float, stop: Stop) -> None:
    """Wait, unless the call is stopped.

    Raises:
        StreamStoppedError: The call was stopped.
        DeadlineExceeded: The deadline of the call has passed.
    """
    event = threading.Event()
    stop.wake_by(event.set)
    event.wait(seconds)
    stop.wake_by(None)
    stop.demand_going()


async def apause(seconds: float, stop: Stop) -> None:
    """Wait, unless the call is stopped.

    Raises:
        StreamStoppedError: The call was stopped.
        DeadlineExceeded: The deadline of the call has passed.
    """
    import anyio  # a dependency of httpx

    event = anyio.Event()
    stop.wake_by(waker(event.set))
    with anyio.move_on_after(seconds):
        await event.wait()
    stop.wake_by(None)
    stop.demand_going()
