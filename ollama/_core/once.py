"""Owns sharing one call among concurrent callers, in threads and tasks."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Generator, Hashable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

#: The running calls. The result is whether the call finished; if not, another caller starts over.
_going: dict[Hashable, Future[bool]] = {}
_lock = threading.Lock()


def _joined(key: Hashable) -> tuple[Future[bool], bool]:
    """Return the future of the running call, and whether the caller has to make the call."""
    from concurrent.futures import Future  # late: few programs share a call

    with _lock:
        if (future := _going.get(key)) is not None:
            return future, False
        future = _going[key] = Future()
        future.set_running_or_notify_cancel()  # a waiting caller cannot cancel it
        return future, True


@contextmanager
def _leading(key: Hashable, future: Future[bool]) -> Generator[None, None, None]:
    """Pass the outcome of the block to the waiting callers."""
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
    """Call a function, or wait for another caller's running call, and raise its error."""
    while True:
        future, is_ours = _joined(key)
        if is_ours:
            with _leading(key, future):
                function()
            return
        if future.result():
            return


async def aonce(key: Hashable, function: Callable[[], Awaitable[object]]) -> None:
    """Do the same with an async function. Cancelling a waiting caller does not affect others."""
    import asyncio  # late: a program that awaits has loaded it

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
