"""Owns doing a thing once for all who ask for it at the same time, in threads and in tasks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator, Hashable
from concurrent.futures import Future
from contextlib import contextmanager, suppress

#: What is going on now. The result is whether it was done; if not, another caller begins anew.
_going: dict[Hashable, Future[bool]] = {}
_lock = threading.Lock()


def _joined(key: Hashable) -> tuple[Future[bool], bool]:
    """Return what is going on, and whether it is for the caller to do."""
    with _lock:
        if (future := _going.get(key)) is not None:
            return future, False
        future = _going[key] = Future()
        future.set_running_or_notify_cancel()  # nobody who waits can cancel it for the others
        return future, True


@contextmanager
def _leading(key: Hashable, future: Future[bool]) -> Generator[None, None, None]:
    """Tell those who wait what came of the block."""
    is_done, failure = False, None
    try:
        yield
        is_done = True
    except Exception as error:
        failure = error
        raise
    finally:
        with _lock:
            _going.pop(key, None)
        if failure is None:
            future.set_result(is_done)
        else:
            future.set_exception(failure)


def once(key: Hashable, function: Callable[[], object]) -> None:
    """Call a function, or wait for another caller who is about it; raise what it raises."""
    while True:
        future, is_ours = _joined(key)
        if is_ours:
            with _leading(key, future):
                function()
            return
        if future.result():
            return


async def aonce(key: Hashable, function: Callable[[], Awaitable[object]]) -> None:
    """Do the same with an async function. Who waits may be cancelled alone."""
    while True:
        future, is_ours = _joined(key)
        if is_ours:
            with _leading(key, future):
                await function()
            return
        with suppress(Exception):
            await asyncio.shield(asyncio.wrap_future(future))
        if future.result():
            return
