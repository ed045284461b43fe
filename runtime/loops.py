"""Owns the async httpx clients of one client: one for each event loop, closed when the loop ends.

An async httpx client cannot be used in another event loop, because its connections belong to one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .client import making_http

if TYPE_CHECKING:
    import httpx

__all__ = ["LoopClients", "running_loop", "with_settings_of"]

#: Marks an httpx client that was closed by the end of its event loop.
_CLOSED_WITH_LOOP = "_closed_with_loop"

#: The settings of an httpx client that a user may have changed.
_SETTINGS = ("base_url", "headers", "cookies", "params", "auth", "timeout", "event_hooks")


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that is running in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def with_settings_of(old: Any, new: Any) -> Any:
    """Copy the settings of an old httpx client, if there is one, to a new one."""
    if old is not None:
        for name in _SETTINGS:
            setattr(new, name, getattr(old, name))
    return new


class LoopClients:
    """The httpx clients of one client, by event loop."""

    def __init__(self) -> None:
        self.by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._has_begun = False

    def of_loop(
        self, loop: asyncio.AbstractEventLoop, last: Any, make: Callable[[], Any]
    ) -> httpx.AsyncClient:
        """Return the httpx client of the running event loop.

        The first loop uses the existing client. Each later loop gets its own, with the current
        headers and other settings of the last one.

        Args:
            loop: The running loop.
            last: The httpx client that was used last; None if there is none.
            make: Creates an httpx client.
        """
        http: httpx.AsyncClient | None = self.by_loop.get(loop)
        if http is None or _CLOSED_WITH_LOOP in vars(http):
            with making_http:
                http = self.by_loop[loop] = self._for_new_loop(last, make)
        return http

    def forget_running(self) -> httpx.AsyncClient | None:
        """Forget the httpx client of the running event loop and return it, or None."""
        loop = running_loop()
        return None if loop is None else self.by_loop.pop(loop, None)

    def _for_new_loop(self, last: Any, make: Callable[[], Any]) -> httpx.AsyncClient:
        for ended in [loop for loop in self.by_loop if loop.is_closed()]:
            del self.by_loop[ended]  # its open connections keep it alive
        http: httpx.AsyncClient = last
        if last is None or self._has_begun:
            http = with_settings_of(last, make())
        _close_with_loop(http)
        self._has_begun = True
        return http


def _close_with_loop(http: httpx.AsyncClient) -> None:
    """Make the running loop close an httpx client when the loop ends.

    `asyncio.run` finishes all generators that were started in the loop. The loop also finishes a
    generator without references, which closes the connections of a discarded client.
    """
    if getattr(asyncio.get_running_loop(), "_asyncgens_shutdown_called", False):
        return  # The loop has already finished its generators, and would not finish this one.

    async def wait_for_the_end() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            vars(http)[_CLOSED_WITH_LOOP] = True
            closing: Any = http.aclose()
            if isinstance(closing, Awaitable):  # a test double may return something else
                await closing

    guard = wait_for_the_end()
    with contextlib.suppress(StopIteration):
        guard.__anext__().send(None)  # Starts the generator, which awaits nothing before its yield.
    # The two refer to each other, so they are freed together, after the client's last stream.
    vars(http)["_closed_with_loop_by"] = guard
