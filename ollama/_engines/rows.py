"""Owns the callables for data engines, which add columns to a batch of rows."""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias, TypeVar, cast

from ollama_client._runtime.host import resolve_host
from ollama_client.errors import InvalidRequestError

from ollama._batch.pool import chunks, work
from ollama._batch.results import FAILURES
from ollama._client import Client
from ollama._core import lazy
from ollama._core.lazy import Unpack
from ollama._core.requests import (
    demand_count,
    demand_keywords,
    demand_settings,
    model_name,
    unexpected,
)
from ollama._engines import frames
from ollama._engines.servers import (
    Hosts,
    NoServerError,
    Servers,
    is_refused,
    servers_of_process,
)
from ollama._methods import given as _given
from ollama._methods.keywords import ChatArguments
from ollama._sync.batch import vectors_of

BatchT = TypeVar("BatchT")

_Outcome: TypeAlias = tuple[Any, Exception | None]
"""The result of a row: a value or an error."""


class _Rows(ABC):
    """The base of both callables. It does everything except the request."""

    def __init__(
        self,
        model: str,
        column: str,
        into: str,
        errors: str | None,
        hosts: Hosts,
        concurrency: int,
        client: Mapping[str, Any] | None,
    ) -> None:
        self._model, self._column, self._into, self._errors = (
            model_name(model),
            column,
            into,
            errors,
        )
        demand_count("concurrency", concurrency, 1)
        self._hosts, self._concurrency = _checked_hosts(hosts), concurrency
        self._client = dict(client or {})
        if "host" in self._client:
            raise InvalidRequestError("client: cannot contain host; use hosts= for the servers")
        Client("localhost", **self._client).close()  # Raises for mistakes here, not in a worker.
        #: Identifies this object and its copies in all processes.
        self._key = uuid.uuid4().hex

    def __call__(self, batch: BatchT) -> BatchT:
        """Return a batch with the result of each row in additional columns.

        Args:
            batch: Columns by name (arrays or lists), a pandas data frame, a pyarrow table, or a
                list of rows. A row is a mapping or the value itself.

        Returns:
            A batch of the same kind. Rows that were plain values become mappings.

        Raises:
            NoServerError: No server answers. Also a `ConnectionError`.
            InvalidRequestError: There is no such column.
            ResponseError: No server has the model, or all of them refuse the key.
            OllamaError: With `errors=None`, the first error of a row.
        """
        if not isinstance(batch, Mapping) and not hasattr(batch, "__len__"):
            batch = cast("BatchT", list(cast("Iterable[Any]", batch)))
        inputs = frames.column_of(batch, self._column)
        outcomes = self._outcomes(inputs, frames.is_rows(batch)) if inputs else []
        new = {self._into: [value for value, _ in outcomes]}
        if self._errors is not None:
            new[self._errors] = [error and _said(error) for _, error in outcomes]
        return cast("BatchT", frames.with_columns(batch, self._column, new))

    def _outcomes(self, inputs: list[Any], is_rows: bool) -> list[_Outcome]:
        servers = servers_of_process(self._key, self._hosts, self._client)
        ask = partial(self._ask, servers, is_rows)
        jobs = work(ask, chunks(inputs, self._size()), self._concurrency, _nothing)
        return [outcome for _, outcomes in jobs for outcome in outcomes]

    def _size(self) -> int:
        """Return the number of rows in a request."""
        return 1

    def _ask(self, servers: Servers, is_rows: bool, inputs: list[Any]) -> list[_Outcome]:
        """Return the results of some rows. If a request fails, its rows are sent one by one."""
        try:
            found = servers.call(self._request(inputs, is_rows))
        except FAILURES as error:
            is_of_all = isinstance(error, NoServerError) or is_refused(error)
            if len(inputs) == 1 and self._errors is not None and not is_of_all:
                return [(None, error)]
            if len(inputs) == 1 or is_of_all:
                raise
            return [it for row in inputs for it in self._ask(servers, is_rows, [row])]
        return [(value, None) for value in found]

    @abstractmethod
    def _request(self, inputs: list[Any], is_rows: bool, /) -> Callable[[Client], Iterable[Any]]:
        """Return a function that requests the values of some rows from a server."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._model!r}: {self._column!r} to {self._into!r}>"


class EmbedRows(_Rows):
    """Embeds a column of texts. Pass the class to Ray's `map_batches`, or an object to Dask."""

    def __init__(
        self,
        model: str,
        *,
        column: str = "text",
        into: str = "embedding",
        errors: str | None = "error",
        hosts: Hosts = None,
        batch_size: int = 32,
        concurrency: int = 2,
        client: Mapping[str, Any] | None = None,
        truncate: bool | None = None,
        dimensions: int | None = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        **call: Unpack[lazy.CallSettings],
    ) -> None:
        """Store the settings. Nothing is sent until there is a batch.

        Args:
            model: Name of the model.
            column: Name of the column with the texts.
            into: Name of the column for the vectors. They are arrays of float32, or lists if
                numpy is not installed or the rows are in a list. A row with an error has None.
            errors: Name of the column for errors. It has the text of the row's error, or None. With
                `errors=None`, the first error of a row is raised.
            hosts: The servers: one address, a list of addresses that share the requests, or a
                function that returns either and is called once in each worker. Default: the
                worker's OLLAMA_HOST.
            batch_size: Number of texts in a request. Default: 32.
            concurrency: Number of requests that a worker makes at the same time. Default: 2.
            client: Arguments of `Client`, such as `api_key`, `headers` and `timeout`.
            truncate: See `embed`.
            dimensions: See `embed`.
            options: See `embed`.
            keep_alive: See `embed`.
            **call: Settings of each request: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ValueError: An argument is invalid. Also a `RequestError`.
            TypeError: A keyword is unknown.
        """
        super().__init__(model, column, into, errors, hosts, concurrency, client)
        demand_settings("EmbedRows", call, ("batch_size", "concurrency", "column", "hosts"))
        demand_count("batch_size", batch_size, 1)
        self._batch_size = batch_size
        self._embed: dict[str, Any] = {
            "truncate": truncate,
            "dimensions": dimensions,
            "options": options,
            "keep_alive": keep_alive,
            **call,
        }

    def _size(self) -> int:
        return self._batch_size

    def _request(self, inputs: list[Any], is_rows: bool, /) -> Callable[[Client], Iterable[Any]]:
        as_array = not is_rows and find_spec("numpy") is not None

        def request(client: Client) -> Iterable[Any]:
            return cast(
                "Iterable[Any]",
                vectors_of(client, self._model, inputs, self._embed, as_array=as_array),
            )

        return request


class ChatRows(_Rows):
    """Answers a column of prompts. Pass the class to Ray's `map_batches`, or an object to Dask."""

    def __init__(
        self,
        model: str,
        *,
        column: str = "prompt",
        into: str = "reply",
        errors: str | None = "error",
        hosts: Hosts = None,
        concurrency: int = 4,
        client: Mapping[str, Any] | None = None,
        **chat: Unpack[ChatArguments],
    ) -> None:
        """Store the settings. Nothing is sent until there is a batch.

        Args:
            model: Name of the model.
            column: Name of the column with the prompts: texts, or lists of messages.
            into: Name of the column for the text of the answer. A row with an error has None.
            errors: Name of the column for errors. It has the text of the row's error, or None. With
                `errors=None`, the first error of a row is raised.
            hosts: The servers: one address, a list of addresses that share the requests, or a
                function that returns either and is called once in each worker. Default: the
                worker's OLLAMA_HOST.
            concurrency: Number of chats that a worker runs at the same time. Default: 4.
            client: Arguments of `Client`, such as `api_key`, `headers` and `timeout`.
            **chat: Other arguments of `chat`, such as `options` and `format`, for all prompts.

        Raises:
            ValueError: An argument is invalid. Also a `RequestError`.
            TypeError: A keyword is unknown.
        """
        super().__init__(model, column, into, errors, hosts, concurrency, client)
        demand_keywords("ChatRows", chat, ChatArguments.__annotations__, ("concurrency", "hosts"))
        self._chat = dict(chat)

    def _request(self, inputs: list[Any], _is_rows: bool, /) -> Callable[[Client], Iterable[Any]]:
        chat: Any = self._chat

        def request(client: Client) -> list[Any]:
            answers: list[Any] = [client.chat(self._model, it, **chat) for it in inputs]
            return [answer.text for answer in answers]

        return request


def _said(error: Exception) -> str:
    """Return an error's class and text, for the column of errors."""
    return f"{type(error).__name__}: {error}"


def _nothing() -> None:
    """Do nothing. The client is shared, so the other calls continue if one fails."""


def _checked_hosts(hosts: Any) -> Hosts:
    """Check a `hosts` argument, and return it.

    Raises:
        InvalidRequestError: It is not an address, a list of at least one address, or a function.
    """
    if hosts is None or callable(hosts):
        return cast("Hosts", hosts)
    is_list = isinstance(hosts, Iterable) and not isinstance(hosts, (str, bytes, Mapping))
    found: list[Any] = [*cast("Iterable[Any]", hosts)] if is_list else [hosts]
    if not found or not all(isinstance(host, str) for host in found):
        expected = "an address, a list of at least one, or a function"
        raise InvalidRequestError(unexpected("hosts", expected, cast("object", hosts)))
    for host in found:
        resolve_host(host, {})
    return found
