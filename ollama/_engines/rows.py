"""Owns the callables that data engines take: a batch of rows becomes one with further columns."""

from __future__ import annotations

import sys
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
from ollama._core.requests import (
    CallSettings,
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

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

BatchT = TypeVar("BatchT")

_Outcome: TypeAlias = tuple[Any, Exception | None]
"""What comes of a row: a value or an error."""


class _Rows(ABC):
    """What both callables share: everything but what is asked of a server."""

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
            raise InvalidRequestError("client: name the servers by hosts=")
        Client("localhost", **self._client).close()  # its mistakes are found here, not in a worker
        #: Stands for this object and its copies in all processes.
        self._key = uuid.uuid4().hex

    def __call__(self, batch: BatchT) -> BatchT:
        """Return a batch with what came of each row in further columns.

        Args:
            batch: Columns by name (arrays or lists), a data frame of pandas, a table of pyarrow,
                or a list of rows, each a mapping or the value itself.

        Returns:
            A batch of the same kind. Rows that were values are mappings now.

        Raises:
            NoServerError: Not one host answers; a `ConnectionError`.
            InvalidRequestError: There is no such column.
            ResponseError: No server has the model, or all refuse the key.
            OllamaError: The first error of a row, with `errors=None`.
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
        """How many rows a request takes."""
        return 1

    def _ask(self, servers: Servers, is_rows: bool, inputs: list[Any]) -> list[_Outcome]:
        """Return what comes of some rows. One that the server cannot take costs no other one."""
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
        """Return what asks a server for the values of some rows."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._model!r}: {self._column!r} to {self._into!r}>"


class EmbedRows(_Rows):
    """Embeds a column of texts: a class for Ray's `map_batches`, an object for Dask."""

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
        **call: Unpack[CallSettings],
    ) -> None:
        """Keep the settings; nothing is sent before there is a batch.

        Args:
            model: Name of the model.
            column: The column with the texts.
            into: The column for the vectors: arrays of float32, or lists where there is no numpy
                and in lists of rows; None where there is an error.
            errors: The column for the text of a row's error, else None. With `errors=None` the
                first error of a row is raised.
            hosts: The servers: one, a list that each worker shares its requests among, or a
                function that returns either, called once in each worker. None: OLLAMA_HOST there.
            batch_size: How many texts a request has. Default: 32.
            concurrency: How many requests a worker makes at a time. Default: 2.
            client: Keywords of `Client`, such as `api_key`, `headers` and `timeout`.
            truncate: As `embed` has it.
            dimensions: As `embed` has it.
            options: As `embed` has it.
            keep_alive: As `embed` has it.
            **call: Settings of each request: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ValueError: An argument is wrong; also a `RequestError`.
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
    """Chats about a column of prompts: a class for Ray's `map_batches`, an object for Dask."""

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
        """Keep the settings; nothing is sent before there is a batch.

        Args:
            model: Name of the model.
            column: The column with the prompts: texts, or lists of messages.
            into: The column for the text of the answer; None where there is an error.
            errors: The column for the text of a row's error, else None. With `errors=None` the
                first error of a row is raised.
            hosts: The servers: one, a list that each worker shares its requests among, or a
                function that returns either, called once in each worker. None: OLLAMA_HOST there.
            concurrency: How many chats a worker has at a time. Default: 4.
            client: Keywords of `Client`, such as `api_key`, `headers` and `timeout`.
            **chat: Other keywords of `chat`, the same for all: `options`, `format` and so on.

        Raises:
            ValueError: An argument is wrong; also a `RequestError`.
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
    """Return what the column of errors has of an error: its class and its text."""
    return f"{type(error).__name__}: {error}"


def _nothing() -> None:
    """The calls that go on when one fails are waited for: their client is not ours alone."""


def _checked_hosts(hosts: Any) -> Hosts:
    """Return where servers are, if that can be.

    Raises:
        InvalidRequestError: It is no address, list of addresses or function, or the list is empty.
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
