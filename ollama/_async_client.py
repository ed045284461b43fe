"""Owns `AsyncClient`, and how its connections are tied to event loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
from ollama_client._runtime.loops import LoopClients, running_loop

from ._async import jobs
from ._core.clash import demand_own_files

if TYPE_CHECKING:
    from typing_extensions import Self

demand_own_files()


class AsyncClient(jobs.AsyncClient):
    """An asynchronous client for an Ollama server.

    Connections are kept open and reused. Close the client, or use it in an `async with` block.
    """

    KIND = "async"

    # The official class is in this module, and pickles refer to it there.
    __module__ = "ollama._client"

    def _begin(self, connection: dict[str, Any] | None) -> None:
        super()._begin(connection)
        self._loops = LoopClients()

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
        """Return the httpx client of the running event loop. It cannot be used in another loop."""
        loop = running_loop()
        if loop is None or self._given or self._closed:
            return super()._current_http()
        self._http = http = self._loops.of_loop(loop, self._http, self._new_http)
        return http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
