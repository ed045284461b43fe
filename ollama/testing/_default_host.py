"""Makes a test server the default host of clients during a `with` block."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

_VARIABLE = "OLLAMA_HOST"
#: The attributes of a client that hold its connections; see `BaseClient._begin`.
_CONNECTIONS = ("_connection", "_http", "_given", "_closed", "_loops")
#: Seconds to wait until an event loop in another thread has closed connections.
_PATIENCE = 5.0
#: Clients with these options may not use the network, so they are left as they are.
_OWN_WAYS = frozenset(("transport", "mounts"))
#: Addresses of earlier default servers. A program may keep a client that was created while an
#: earlier test had set OLLAMA_HOST.
_former: set[str] = set()


@contextlib.contextmanager
def default_host(url: str) -> Generator[None, None, None]:
    """Make clients without a host use ``url``. Everything is restored afterward."""
    before = os.environ.get(_VARIABLE)
    moved = {id(client): _Moved(client, url) for client in _clients_of_default()}
    os.environ[_VARIABLE] = url
    try:
        yield
    finally:
        _former.add(url)
        if before is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = before
        for client in _clients():
            if id(client) not in moved and _has_no_host(client):
                _close(client)
                client._begin(None)  # The next use reads the environment again.
        for one in moved.values():
            one.put_back()


class _Moved:
    """A client that uses another server until it is restored."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._kept: dict[str, Any] = {name: getattr(client, name) for name in _CONNECTIONS}
        told, stops = client._told, client._stops
        settled = {name: it for name, it in client._settled().items() if name != "proxy"}
        client._begin({**settled, "base_url": url})
        client._told, client._stops = told, stops
        old = self._kept["_http"]
        if old is not None:
            client._http = _like(client, old, url)

    def put_back(self) -> None:
        """Close the connections to the other server, and restore the client's own."""
        _close(self._client)
        self._client.__dict__.update(self._kept)


def _clients() -> list[Any]:
    # There are no clients if their module has not been loaded.
    base = sys.modules.get("ollama._core.base")
    return [] if base is None else [it for it in list(base.CLIENTS.values()) if _is_movable(it)]


def _clients_of_default() -> list[Any]:
    """Return the clients without a host, and those with the default address."""
    clients = _clients()
    if not clients:
        return []
    from ollama_client._runtime.host import parse_host, resolve_host

    known = {*_former, parse_host(None), resolve_host(None, os.environ).url}
    names = {_plain(url) for url in known}
    return [it for it in clients if _has_no_host(it) or _plain(it.host) in names]


def _plain(url: str) -> str:
    return url.rstrip("/").replace("://localhost:", "://127.0.0.1:")


def _has_no_host(client: Any) -> bool:
    return not (client._arguments[0] or "").strip()


def _is_movable(client: Any) -> bool:
    return not client._given and _OWN_WAYS.isdisjoint(client._arguments[2])


def _like(client: Any, old: Any, url: str) -> Any:
    """Return an httpx client for another server, with the settings of an old one."""
    from ollama_client._runtime.loops import with_settings_of

    new = with_settings_of(old, client._new_http())
    new.base_url = url
    return new


def _close(client: Any) -> None:
    if client.KIND == "sync" and client._http is not None and not client._given:
        client._http.close()
    if client._loops is not None:
        for loop, http in list(client._loops.by_loop.items()):
            _close_in_loop(http, loop)


def _close_in_loop(http: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Close an httpx client in the event loop that used it, if the loop is still open."""
    import asyncio

    from ollama_client._runtime.loops import running_loop

    if loop.is_closed() or http.is_closed:
        return
    if loop.is_running():
        closing = asyncio.run_coroutine_threadsafe(http.aclose(), loop)
        if running_loop() is None:
            closing.result(_PATIENCE)
    elif running_loop() is None:
        loop.run_until_complete(http.aclose())
