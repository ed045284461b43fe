# Copied from runtime/connection.py by `make generate`. Do not edit: edit the original.
"""Owns the protocols that operations expect of a client: connections, and a token if needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import httpx

__all__ = ["AsyncConnection", "SyncConnection"]


class SyncConnection(Protocol):
    """A client for sync operations, such as `ollama_client.Client` or `ollama.Client`."""

    @property
    def http(self) -> httpx.Client:
        """The httpx client that sends the request."""
        ...

    def bearer(self, operation: str) -> str:
        """Return the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        ...


class AsyncConnection(Protocol):
    """A client for async operations, such as `ollama_client.Client` or `ollama.AsyncClient`."""

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The httpx client that sends the request, for the running event loop."""
        ...

    def bearer(self, operation: str) -> str:
        """Return the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        ...
