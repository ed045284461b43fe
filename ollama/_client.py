"""Owns the two clients: the life of their connections."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import AsyncGenerator, Awaitable
from typing import TYPE_CHECKING, Any

import httpx
from ollama_client.client import ResponseLimits
from ollama_client.errors import CONNECTION_ERROR_MESSAGE, RequestError, ResponseError

from . import _types
from ._async import jobs as ajobs
from ._core.base import BaseClient, making_http
from ._core.clash import demand_own_files
from ._sync import jobs
from ._version import __version__

if TYPE_CHECKING:
    import asyncio

    from typing_extensions import Self

demand_own_files()

#: Marks an httpx client that the end of its event loop has closed, and nobody else.
_CLOSED_WITH_LOOP = "_closed_with_loop"

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "AsyncClient",
    "BaseClient",
    "Client",
    "RequestError",
    "ResponseError",
    "ResponseLimits",
    "__version__",
]


class Client(jobs.Client):
    """A client whose methods return when the server has answered.

    Usable from several threads at once. Connections are kept and reused; close the client, or use
    it in a `with` block.
    """

    KIND = "sync"

    @property
    def http(self) -> httpx.Client:
        """The httpx client: settings, headers and connections."""
        return self._client

    def close(self) -> None:
        """Close the connections; those of an `http_client` are its owner's."""
        if self._client is not self._lent:
            self._client.close()

    def _close_if_open(self) -> None:
        """Close what was opened; for the client of the module, which nobody closes, at exit."""
        if self._http is not None:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(ajobs.AsyncClient):
    """A client whose methods are coroutines.

    Connections are kept and reused; close the client, or use it in an `async with` block.
    """

    KIND = "async"

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The httpx client for the running event loop: settings, headers and connections."""
        return self._client

    async def close(self) -> None:
        """Close the connections; those of an `http_client` are its owner's."""
        http = self._client
        if http is not self._lent:
            self._closed = True
            await http.aclose()

    def _current_http(self) -> Any:
        """Return the httpx client of the running event loop: none works in another one.

        The first loop gets the one that there is; a later one gets its own, with the headers and
        other settings that the last one has by now.
        """
        loop = _running_loop()
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
            del self._pools[loop]  # its open connections hold it, so it does not go by itself
        http = self._http
        if http is None or self._looped:
            http = _with_settings_of(self._http, self._new_http())
        _close_with_loop(http)
        self._looped = True
        return http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def __getattr__(name: str) -> Any:
    """Find the names that programs import from here, because the official module has them."""
    for source in (_types, importlib.import_module("ollama._utils")):
        if name in source.__all__:
            return getattr(source, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    import asyncio  # which the program that runs a loop has imported, and others need not

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _close_with_loop(http: httpx.AsyncClient) -> None:
    """Have the running loop close an httpx client at its end, when nobody else can any more.

    A loop finishes the generators that were begun in it, `asyncio.run` sees to that; so it does
    with one that nobody holds any more, and with it the connections of a client thrown away.
    """

    import asyncio

    if getattr(asyncio.get_running_loop(), "_asyncgens_shutdown_called", False):
        return  # it goes on after its end, and there will be no other

    async def wait_for_the_end() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            vars(http)[_CLOSED_WITH_LOOP] = True
            closing: Any = http.aclose()
            if isinstance(closing, Awaitable):  # that of a double may be something else
                await closing

    guard = wait_for_the_end()
    with contextlib.suppress(StopIteration):
        guard.__anext__().send(None)  # begins it here and now: it awaits nothing before its yield
    # They hold each other, so both go together, and not before the last stream of the httpx client.
    vars(http)["_closed_with_loop_by"] = guard


def _with_settings_of(old: httpx.AsyncClient | None, new: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return a new httpx client with what may have been changed on an old one."""
    if old is not None:
        for name in ("base_url", "headers", "cookies", "params", "auth", "timeout", "event_hooks"):
            setattr(new, name, getattr(old, name))
    return new
