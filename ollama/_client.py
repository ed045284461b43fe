"""Owns `Client`, and the names that programs import from here, such as `AsyncClient`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx
from ollama_client.client import ResponseLimits
from ollama_client.errors import CONNECTION_ERROR_MESSAGE, RequestError, ResponseError

from . import _types
from ._core.base import BaseClient
from ._core.clash import demand_own_files
from ._sync import jobs
from ._version import __version__

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._async_client import AsyncClient

demand_own_files()

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
    """A client for an Ollama server.

    It can be used from several threads at the same time. Connections are kept open and reused.
    Close the client, or use it in a `with` block.
    """

    KIND = "sync"

    @property
    def http(self) -> httpx.Client:
        """The httpx client, with its settings, headers and connections."""
        return self._client

    def close(self) -> None:
        """Close the connections. An `http_client` that was passed in stays open."""
        if self._client is not self._lent:
            self._client.close()

    def _close_if_open(self) -> None:
        """Close the connections, if any. Called at exit for the shared client of the module."""
        if self._http is not None:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def __getattr__(name: str) -> Any:
    """Return names that programs import from here, because the official module has them.

    `AsyncClient` is in its own module, so that programs without async code do not load it.
    """
    if name == "AsyncClient":
        value = globals()[name] = import_module("._async_client", __package__).AsyncClient
        return value
    for source in (_types, import_module("ollama._utils")):
        if name in source.__all__:
            return getattr(source, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
