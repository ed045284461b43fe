"""Owns several servers as one: each call goes to a server that answers."""

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
"""Where the servers are: an address, several, or a function that a worker asks for them; None is
what OLLAMA_HOST names in the worker."""

#: Seconds for which a server gets no calls after one has failed, and the longest such time.
_REST, _LONGEST_REST = 10.0, 300.0

#: Seconds that a server has to answer when it is asked whether it is there.
_LOOK = 5.0

#: Statuses of a server, or of a proxy before it, that cannot answer now.
_AWAY = frozenset({502, 503, 504})

#: Statuses that the same request may not have at another server: it lacks the model, or the key.
_REFUSED = frozenset({401, 403, 404})

#: How many groups of servers a process keeps its connections to.
_KEPT = 8


class NoServerError(ConnectError):
    """Not one server of a list answers."""


def is_refused(error: Exception) -> bool:
    """Return whether a server refuses all that is asked of it, such as a model it lacks."""
    return isinstance(error, ResponseError) and error.status_code in _REFUSED


def _is_away(error: OllamaError) -> bool:
    if isinstance(error, ResponseError):
        return error.status_code in _AWAY
    return isinstance(error, (ConnectionError, ConnectTimeout, PoolTimeout))


def _reason(error: OllamaError) -> str:
    """Return what happened at a server, its address included, without what to do about it."""
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
        """Whether it was seen, and has not failed of late."""
        return self.is_known and time.monotonic() >= self._rests_until

    def rest(self) -> None:
        """Give it no calls for a while, the longer the oftener it failed."""
        seconds = min(_REST * 2**self._failures, _LONGEST_REST)
        self._failures, self._rests_until = self._failures + 1, time.monotonic() + seconds

    def look(self) -> OllamaError | None:
        """Ask whether it is there; return the error if it is not."""
        try:
            self.client.version(timeout=_LOOK, deadline=_LOOK, max_retries=0)
        except OllamaError as error:
            if not isinstance(error, ResponseError) or error.status_code in _AWAY:
                return error
        self.is_known, self._failures, self._rests_until = True, 0, 0.0
        return None


class Servers:
    """Several servers, which share the calls of a process.

    A call goes to the living server with the fewest of them. If that fails, as one does that was
    stopped, the call goes to another, and the server rests. Usable from several threads.
    """

    def __init__(self, clients: Sequence[Client]) -> None:
        self._servers = [_Server(client) for client in clients]
        self._counting, self._looking = threading.Lock(), threading.Lock()
        # Closed when no call uses them any more, and at the end of the process.
        finalize(self, _close, clients)

    def call(self, function: Callable[[Client], ResultT]) -> ResultT:
        """Return what a function does with the client of a server.

        Raises:
            NoServerError: Not one server answers.
            OllamaError: The error of the call; where it is one of the server, of the last server.
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
        """Look which servers answer, all at once, and take one of these.

        Returns:
            None if each that answers has failed already.

        Raises:
            NoServerError: Not one answers.
        """
        with self._looking:
            if server := self._take(failed):  # somebody else has just looked
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
    """There is nothing to be ended: a look ends by itself."""


# ---------------------------------------------------------------------- of a process

_kept: dict[str, Servers] = {}
_keeping = threading.Lock()


def servers_of_process(key: str, hosts: Hosts, client: Mapping[str, Any]) -> Servers:
    """Return the servers that a key stands for, the same for all calls in this process.

    Engines hand a new copy of a callable to a worker for each part of the data; all of them share
    their connections, and what is known of the servers.
    """
    with _keeping:
        found = _kept.pop(key, None)
        if found is None:
            found = Servers([Client(host, **client) for host in _addresses(hosts)])
        _kept[key] = found  # the one that was last asked for is the last to go
        while len(_kept) > _KEPT:
            del _kept[next(iter(_kept))]
        return found


def _addresses(hosts: Hosts) -> list[str | None]:
    given = hosts() if callable(hosts) else hosts
    found: list[str | None] = [given] if given is None or isinstance(given, str) else [*given]
    return list(dict.fromkeys(found))
