"""Whether a call that failed is made again, and when: only where that is safe."""

from __future__ import annotations

import os
import random
import threading
from typing import Any

from . import errors
from .stopping import Stop, waker

__all__ = ["Retries", "apause", "pause"]

#: Statuses that say: not now.
_STATUSES = frozenset({408, 429, 502, 503, 504})

#: Failures after which nothing can have been sent.
_UNSENT = (errors.ConnectError, errors.ConnectTimeout, errors.ProxyError)

_FIRST_SECONDS, _MOST_SECONDS = 0.5, 8.0

#: A server that wants to be left alone for longer is not waited for.
_MOST_RETRY_AFTER = 60.0


class Retries:
    """How often a call may still be made again.

    Args:
        most: How often at most.
        content: The body of the request; what can be read once only is sent once only.
    """

    __slots__ = ("_count", "_most")

    def __init__(self, most: int = 0, content: Any = None) -> None:
        is_repeatable = content is None or isinstance(content, (bytes, str, os.PathLike))
        self._most = most if is_repeatable else 0
        self._count = 0

    def seconds_after(self, error: errors.OllamaError) -> float | None:
        """Return how long to wait before the next try; None if there is to be none.

        The time doubles with each try and is shortened by chance, up to half, so that many clients
        do not come back at once.
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
        return longest * random.uniform(0.5, 1)  # noqa: S311 - no secret


def _is_safe(error: errors.OllamaError) -> bool:
    if isinstance(error, errors.ResponseError):
        return error.status_code in _STATUSES and not isinstance(error, errors.TransportError)
    return isinstance(error, _UNSENT) and not isinstance(error, errors.TLSError)


def pause(seconds: float, stop: Stop) -> None:
    """Wait, unless the call is ended meanwhile.

    Raises:
        StreamStoppedError: It was stopped.
        DeadlineExceeded: Its time is over.
    """
    event = threading.Event()
    stop.wake_by(event.set)
    event.wait(seconds)
    stop.wake_by(None)
    stop.demand_going()


async def apause(seconds: float, stop: Stop) -> None:
    """Wait, unless the call is ended meanwhile.

    Raises:
        StreamStoppedError: It was stopped.
        DeadlineExceeded: Its time is over.
    """
    import anyio  # httpx depends on it

    event = anyio.Event()
    stop.wake_by(waker(event.set))
    with anyio.move_on_after(seconds):
        await event.wait()
    stop.wake_by(None)
    stop.demand_going()
