"""Owns sharing calls among several servers: each call goes to one that answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar
from weakref import finalize

from ollama_client.errors import (
    ConnectError,
    ConnectTimeout,
    OllamaError,
    PoolTimeout,
    ResponseError,
)

from ollama._batch.pool import work
from ollama._client import Client

ResultT = TypeVar("ResultT")

Hosts: TypeAlias = str | Sequence[str] | Callable[[], str | Sequence[str]] | None
"""The servers: an address, several addresses, or a function that returns them in the worker. None
means the worker's OLLAMA_HOST."""

#: Seconds that a server gets no calls after a failed one: the first time, and at most.
_REST, _LONGEST_REST = 10.0, 300.0

#: Seconds that a server has to answer a health check.
_LOOK = 5.0

#: Statuses of a server that cannot answer now, or of the proxy in front of it.
_AWAY = frozenset({502, 503, 504})

#: Statuses that may be specific to a server, because it lacks the model or refuses the key.
_REFUSED = frozenset({401, 403, 404})

#: How many groups of servers a process keeps connections to.
_KEPT = 8


class NoServerError(ConnectError):
    """No server answers."""


def is_refused(error: Exception) -> bool:
    """Return whether an error affects all requests, such as a missing model."""
    return isinstance(error, ResponseError) and error.status_code in _REFUSED


def _is_away(error: OllamaError) -> bool:
    if isinstance(error, ResponseError):
        return error.status_code in _AWAY
    return isinstance(error, (ConnectionError, ConnectTimeout, PoolTimeout))


def _reason(error: OllamaError) -> str:
    """Return the error of a server in a few words, with its address and without hints."""
    if isinstance(error, ResponseError):
        host = error.response and str(error.response.url.copy_with(path="/", userinfo=b""))
        return f"{host} answers with status {error.status_code}"
    return (str(getattr(error, "detail", "")) or str(error)).partition(". ")[0]


class _Server:
    """One of several servers, as a worker sees it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.calls = 0
        self.is_known = False
        self._failures = 0
        self._rests_until = 0.0

    @property
    def is_living(self) -> bool:
        """Whether the server has answered, and has not failed recently."""
        return self.is_known and time.monotonic() >= self._rests_until

    def rest(self) -> None:
        """Give the server no calls for a while. The time doubles with each failure."""
        seconds = min(_REST * 2**self._failures, _LONGEST_REST)
        self._failures, self._rests_until = self._failures + 1, time.monotonic() + seconds

    def look(self) -> OllamaError | None:
        """Check whether the server answers, and return the error if it does not."""
        try:
            self.client.version(timeout=_LOOK, deadline=_LOOK, max_retries=0)
        except OllamaError as error:
            if not isinstance(error, ResponseError) or error.status_code in _AWAY:
                return error
        self.is_known, self._failures, self._rests_until = True, 0, 0.0
        return None


class Servers:
    """Several servers that share the calls of a process.

    A call goes to the available server with the fewest running calls. If the server is down, the
    call goes to another one, and this one gets no calls for a while. Usable from several threads.
    """

    def __init__(self, clients: Sequence[Client]) -> None:
        self._servers = [_Server(client) for client in clients]
        self._counting, self._looking = threading.Lock(), threading.Lock()
        # Closed when no call uses them anymore, and at the end of the process.
        finalize(self, _close, clients)

    def call(self, function: Callable[[Client], ResultT]) -> ResultT:
        """Call a function with the client of a server, and return its result.

        Raises:
            NoServerError: No server answers.
            OllamaError: The call failed. If it failed on all servers, the error of the last one.
        """
        failed: dict[_Server, OllamaError] = {}
        while server := self._take(failed) or self._found(failed):
            try:
                return function(server.client)
            except OllamaError as error:
                if _is_away(error):
                    server.rest()
                elif not is_refused(error):
                    raise
                failed[server] = error
            finally:
                with self._counting:
                    server.calls -= 1
        raise list(failed.values())[-1]

    def _take(self, failed: Mapping[_Server, OllamaError]) -> _Server | None:
        with self._counting:
            living = [it for it in self._servers if it.is_living and it not in failed]
            server = min(living, key=lambda it: it.calls, default=None)
            if server is not None:
                server.calls += 1
            return server

    def _found(self, failed: Mapping[_Server, OllamaError]) -> _Server | None:
        """Check all servers concurrently, and take one that answers.

        Returns:
            None if all servers that answer have already failed.

        Raises:
            NoServerError: No server answers.
        """
        with self._looking:
            if server := self._take(failed):  # another thread has just checked
                return server
            looks = work(_Server.look, self._servers, len(self._servers), _nothing)
            errors = {server: error for server, error in looks if error is not None}
        if len(errors) == len(self._servers):
            raise NoServerError(f"no server answers: {'; '.join(map(_reason, errors.values()))}")
        return self._take(failed)


def _close(clients: Sequence[Client]) -> None:
    for client in clients:
        client.close()


def _nothing() -> None:
    """Do nothing, because a check ends by itself."""


# ---------------------------------------------------------------------- of a process

_kept: dict[str, Servers] = {}
_keeping = threading.Lock()


def servers_of_process(key: str, hosts: Hosts, client: Mapping[str, Any]) -> Servers:
    """Return the servers for a key, the same for all calls in this process.

    Engines pass a new copy of a callable to a worker for each part of the data. The copies share
    connections and the state of the servers.
    """
    with _keeping:
        found = _kept.pop(key, None)
        if found is None:
            found = Servers([Client(host, **client) for host in _addresses(hosts)])
        _kept[key] = found  # the most recently used one is removed last
        while len(_kept) > _KEPT:
            del _kept[next(iter(_kept))]
        return found


def _addresses(hosts: Hosts) -> list[str | None]:
    given = hosts() if callable(hosts) else hosts
    found: list[str | None] = [given] if given is None or isinstance(given, str) else [*given]
    return list(dict.fromkeys(found))
