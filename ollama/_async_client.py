"""Owns `AsyncClient`, and how its connections are tied to event loops."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Awaitable
from typing import TYPE_CHECKING, Any

import httpx

from ._async import jobs
from ._core.base import making_http, running_loop, with_settings_of
from ._core.clash import demand_own_files

if TYPE_CHECKING:
    from typing_extensions import Self

demand_own_files()

#: Marks an httpx client that was closed by the end of its event loop.
_CLOSED_WITH_LOOP = "_closed_with_loop"


class AsyncClient(jobs.AsyncClient):
    """An asynchronous client for an Ollama server.

    Connections are kept open and reused. Close the client, or use it in an `async with` block.
    """

    KIND = "async"

    # The official class is in this module, and pickles refer to it there.
    __module__ = "ollama._client"

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The httpx client of the running event loop, with its settings and connections."""
        return self._client

    async def close(self) -> None:
        """Close the connections. An `http_client` that was passed in stays open."""
        http = self._client
        if http is not self._lent:
            self._closed = True
            await http.aclose()

    def _current_http(self) -> Any:
        """Return the httpx client of the running event loop. It cannot be used in another loop.

        The first loop uses the existing client. Each later loop gets its own, with the current
        headers and other settings of the last one.
        """
        loop = running_loop()
        if loop is None or self._given or self._closed:
            return super()._current_http()
        with making_http:
            http = self._pools.get(loop)
            if http is None or _CLOSED_WITH_LOOP in vars(http):
                self._pools[loop] = self._http_for_new_loop()
            self._http = http = self._pools[loop]
        return http

    def _http_for_new_loop(self) -> Any:
        for loop in [loop for loop in self._pools if loop.is_closed()]:
            del self._pools[loop]  # its open connections keep it alive
        http = self._http
        if http is None or self._looped:
            http = with_settings_of(self._http, self._new_http())
        _close_with_loop(http)
        self._looped = True
        return http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _close_with_loop(http: httpx.AsyncClient) -> None:
    """Make the running loop close an httpx client when the loop ends.

    `asyncio.run` finishes all generators that were started in the loop. The loop also finishes a
    generator without references, which closes the connections of a discarded client.
    """

    import asyncio

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
