"""Owns the two clients: what each method sends, through one way to send it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ollama_client import _json, _runtime, api
from ollama_client._runtime import Stream
from ollama_client.client import new_http
from ollama_client.errors import CONNECTION_ERROR_MESSAGE, RequestError, ResponseError

from . import _requests, _types
from ._connection import connection_options
from ._version import __version__

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self, Unpack

    from ._arguments import (
        ChatArguments,
        GenerateArguments,
        KeepAliveArgument,
        MessageArgument,
        ThinkArgument,
        ToolArgument,
    )
    from ._images import ImageInput
    from ._requests import CallSettings
    from ._types import (
        ChatResponse,
        EmbedResponse,
        GenerateResponse,
        ListResponse,
        Options,
        ProcessResponse,
        ShowResponse,
        SubscriptableBaseModel,
        VersionResponse,
    )

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "AsyncClient",
    "BaseClient",
    "Client",
    "RequestError",
    "ResponseError",
    "__version__",
]

T = TypeVar("T", bound="SubscriptableBaseModel")

# Threads that first use a client at once must not make two pools, of which one is never closed.
_making_http = threading.Lock()


class BaseClient(AbstractContextManager[Any], AbstractAsyncContextManager[Any]):
    """What both clients share: their settings, and the httpx client made from them."""

    _kind: Literal["sync", "async"]

    def __init__(
        self,
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: float | httpx.Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Keep the settings; the connection is made by the first call.

        Args:
            host: Where the server is: a name or address with or without scheme, port and path.
                Default: the environment variable OLLAMA_HOST, else http://127.0.0.1:11434.
            follow_redirects: Whether to go where the server sends.
            timeout: Seconds for each phase of an exchange, or an `httpx.Timeout`. Default: none, an
                answer may take as long as the model does.
            headers: Further headers of every request. Without an `authorization` among them the
                key in OLLAMA_API_KEY is sent as a bearer token.
            **kwargs: Anything else that `httpx.Client` or `httpx.AsyncClient` takes.

        Raises:
            ValueError: The host cannot be understood.
            TypeError: httpx does not know a keyword.
        """
        self._arguments = (
            host,
            headers,
            {"follow_redirects": follow_redirects, "timeout": timeout, **kwargs},
        )
        self._connection: dict[str, Any] | None = connection_options(*self._arguments)
        self._http: Any = None
        if kwargs:
            self._http = self._new_http()  # so that a keyword httpx does not know is told here

    @classmethod
    def lazily(cls) -> Self:
        """Return a client with the default settings that reads the environment on first use."""
        self = cls.__new__(cls)
        self._arguments = (None, None, {"follow_redirects": True, "timeout": None})
        self._connection = None
        self._http = None
        return self

    @property
    def host(self) -> str:
        """The URL of the server, without credentials."""
        return str(self._settled()["base_url"])

    def _settled(self) -> dict[str, Any]:
        if self._connection is None:
            self._connection = connection_options(*self._arguments)
        return self._connection

    def _new_http(self) -> Any:
        return new_http(self._kind, **self._settled())

    def __enter__(self) -> Self:
        raise TypeError(f"{type(self).__name__} is used with `async with`, not with `with`")

    def __exit__(self, *_: object) -> None:
        """Never reached: `__enter__` refuses."""

    async def __aenter__(self) -> Self:
        raise TypeError(f"{type(self).__name__} is used with `with`, not with `async with`")

    async def __aexit__(self, *_: object) -> None:
        """Never reached: `__aenter__` refuses."""

    def __repr__(self) -> str:
        where = self._connection["base_url"] if self._connection else "the default host"
        return f"<{type(self).__name__} for {where}>"


class Client(BaseClient):
    """A client whose methods return when the server has answered.

    Usable from several threads at once. Connections are kept and reused; close the client, or use
    it in a `with` block.
    """

    _kind = "sync"

    def __init__(
        self,
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: float | httpx.Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            host, follow_redirects=follow_redirects, timeout=timeout, headers=headers, **kwargs
        )

    @property
    def _client(self) -> httpx.Client:
        if self._http is None:
            with _making_http:
                if self._http is None:
                    self._http = self._new_http()
        http: httpx.Client = self._http
        return http

    @_client.setter
    def _client(self, http: httpx.Client) -> None:
        self._http = http

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ sending

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = _runtime.send(self._client, method=method, url=url, **_encoded(kwargs))
        return _runtime.expect_success(response)

    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> Iterator[T]: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | Iterator[T]: ...
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | Iterator[T]:
        """Send a request and return the answer as `cls`, or the iterator over its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            return _runtime.read_stream(
                self._client, _stream_of(method, url), cls.from_dict, strict=False, **request
            )
        response = self._request_raw(method, url, **kwargs)
        return _runtime.read_answer("model", cls.from_dict, response)

    # ------------------------------------------------------------------ generation

    @overload
    def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[ChatArguments],
    ) -> ChatResponse: ...
    @overload
    def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[ChatArguments],
    ) -> Iterator[ChatResponse]: ...
    @overload
    def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: bool,
        **arguments: Unpack[ChatArguments],
    ) -> ChatResponse | Iterator[ChatResponse]: ...
    def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        tools: Sequence[ToolArgument] | None = None,
        stream: bool = False,
        think: ThinkArgument | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        format: Literal["", "json"] | Mapping[str, Any] | type[Any] | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> ChatResponse | Iterator[ChatResponse]:
        """Continue a conversation.

        Source: `POST /api/chat`.

        Args:
            model: Name of the model.
            messages: The conversation so far; mappings or `Message` objects. An answer's `message`
                can be appended and sent back as it is. Without any, the model is only loaded.
            tools: What the model may call: functions, described by their annotations and
                docstrings, or definitions.
            stream: Return an iterator over the pieces of the answer. Nothing is sent before the
                first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            format: "json", a JSON Schema, or a class with `model_json_schema`: the shape that the
                answer's content has to have.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            truncate: Drop the oldest messages when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "ChatRequest",
            {
                "model": model,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "keep_alive": _requests.keep_alive(keep_alive),
                "truncate": truncate,
                "shift": shift,
            },
            messages=_requests.wire_messages(messages),
            tools=_requests.wire_tools(tools),
            format=_requests.response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        body, settings = _requests.split_settings(body, call)
        return self._request(
            _types.ChatResponse, "POST", "/api/chat", json=body, stream=stream, **settings
        )

    @overload
    def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[GenerateArguments],
    ) -> GenerateResponse: ...
    @overload
    def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[GenerateArguments],
    ) -> Iterator[GenerateResponse]: ...
    @overload
    def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: bool,
        **arguments: Unpack[GenerateArguments],
    ) -> GenerateResponse | Iterator[GenerateResponse]: ...
    def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        system: str | None = None,
        template: str | None = None,
        context: Sequence[int] | None = None,
        stream: bool = False,
        think: ThinkArgument | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        raw: bool | None = None,
        format: Literal["", "json"] | Mapping[str, Any] | type[Any] | None = None,
        images: Sequence[ImageInput] | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        width: int | None = None,
        height: int | None = None,
        steps: int | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> GenerateResponse | Iterator[GenerateResponse]:
        """Continue a prompt.

        Source: `POST /api/generate`.

        Args:
            model: Name of the model.
            prompt: The text to continue. Without one, the model is only loaded.
            suffix: The text that follows the gap, for models that fill in the middle.
            system: System prompt, instead of the model's.
            template: Prompt template, instead of the model's.
            context: Tokens of an earlier answer's `context`; deprecated by the server.
            stream: Return an iterator over the pieces of the answer. Nothing is sent before the
                first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            raw: Send the prompt without any template.
            format: "json", a JSON Schema, or a class with `model_json_schema`: the shape that the
                answer has to have.
            images: Pictures for models that see: paths, bytes, base64 text, files or `Image`.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            width: Pixels; for image models of servers 0.14.3 to 0.32.5, ignored by others.
            height: Pixels; as width.
            steps: Diffusion steps; as width.
            truncate: Drop the oldest context when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "GenerateRequest",
            {
                "model": model,
                "prompt": prompt,
                "suffix": suffix,
                "system": system,
                "template": template,
                "context": context,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "raw": raw,
                "keep_alive": _requests.keep_alive(keep_alive),
                "width": width,
                "height": height,
                "steps": steps,
                "truncate": truncate,
                "shift": shift,
            },
            images=_requests.wire_images(images),
            format=_requests.response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        body, settings = _requests.split_settings(body, call)
        return self._request(
            _types.GenerateResponse, "POST", "/api/generate", json=body, stream=stream, **settings
        )

    def embed(
        self,
        model: str = "",
        input: str | Sequence[str] = "",
        truncate: bool | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        dimensions: int | None = None,
        **call: Unpack[CallSettings],
    ) -> EmbedResponse:
        """Turn texts into vectors of length one.

        Source: `POST /api/embed`.

        Args:
            model: Name of an embedding model.
            input: One text or several; the answer has a vector for each, in their order.
            truncate: Cut texts that are too long for the model. Default: yes; no is an error then.
            options: Load options, such as `{"num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            dimensions: Length to cut the vectors to. Default: the model's own.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "EmbedRequest",
            {
                "model": model,
                "input": input,
                "truncate": truncate,
                "keep_alive": _requests.keep_alive(keep_alive),
                "dimensions": dimensions,
            },
            options=_requests.options(options),
        )
        body, settings = _requests.split_settings(body, call)
        return self._request(_types.EmbedResponse, "POST", "/api/embed", json=body, **settings)

    # ------------------------------------------------------------------ models

    def list(self, **call: Unpack[CallSettings]) -> ListResponse:
        """Return the models that the server has, the newest first.

        Source: `GET /api/tags`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.ListResponse, "GET", "/api/tags", **settings)

    def show(self, model: str, **call: Unpack[CallSettings]) -> ShowResponse:
        """Return what a model is: details, template, parameters, capabilities, metadata.

        Source: `POST /api/show`.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The name is empty; also a `RequestError`.
            ResponseError: The server answered with an error; status 404 for an unknown model.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body("ShowRequest", {"model": model})
        body, settings = _requests.split_settings(body, call)
        return self._request(_types.ShowResponse, "POST", "/api/show", json=body, **settings)

    def ps(self, **call: Unpack[CallSettings]) -> ProcessResponse:
        """Return the models that are in memory, the longest-lived first.

        Source: `GET /api/ps`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.ProcessResponse, "GET", "/api/ps", **settings)

    def version(self, **call: Unpack[CallSettings]) -> VersionResponse:
        """Return the version of the server.

        Source: `GET /api/version`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.VersionResponse, "GET", "/api/version", **settings)


class AsyncClient(BaseClient):
    """A client whose methods are coroutines.

    Connections are kept and reused; close the client, or use
    it in an `async with` block.
    """

    _kind = "async"

    def __init__(
        self,
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: float | httpx.Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            host, follow_redirects=follow_redirects, timeout=timeout, headers=headers, **kwargs
        )

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = self._new_http()
        http: httpx.AsyncClient = self._http
        return http

    @_client.setter
    def _client(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # ------------------------------------------------------------------ sending

    async def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = await _runtime.asend(self._client, method=method, url=url, **_encoded(kwargs))
        return _runtime.expect_success(response)

    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> AsyncIterator[T]: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | AsyncIterator[T]: ...
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | AsyncIterator[T]:
        """Send a request and return the answer as `cls`, or the iterator over its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            return _runtime.aread_stream(
                self._client, _stream_of(method, url), cls.from_dict, strict=False, **request
            )
        response = await self._request_raw(method, url, **kwargs)
        return _runtime.read_answer("model", cls.from_dict, response)

    # ------------------------------------------------------------------ generation

    @overload
    async def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[ChatArguments],
    ) -> ChatResponse: ...
    @overload
    async def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[ChatArguments],
    ) -> AsyncIterator[ChatResponse]: ...
    @overload
    async def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        stream: bool,
        **arguments: Unpack[ChatArguments],
    ) -> ChatResponse | AsyncIterator[ChatResponse]: ...
    async def chat(
        self,
        model: str = "",
        messages: Sequence[MessageArgument] | None = None,
        *,
        tools: Sequence[ToolArgument] | None = None,
        stream: bool = False,
        think: ThinkArgument | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        format: Literal["", "json"] | Mapping[str, Any] | type[Any] | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> ChatResponse | AsyncIterator[ChatResponse]:
        """Continue a conversation.

        Source: `POST /api/chat`.

        Args:
            model: Name of the model.
            messages: The conversation so far; mappings or `Message` objects. An answer's `message`
                can be appended and sent back as it is. Without any, the model is only loaded.
            tools: What the model may call: functions, described by their annotations and
                docstrings, or definitions.
            stream: Return an iterator over the pieces of the answer. Nothing is sent before the
                first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            format: "json", a JSON Schema, or a class with `model_json_schema`: the shape that the
                answer's content has to have.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            truncate: Drop the oldest messages when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "ChatRequest",
            {
                "model": model,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "keep_alive": _requests.keep_alive(keep_alive),
                "truncate": truncate,
                "shift": shift,
            },
            messages=_requests.wire_messages(messages),
            tools=_requests.wire_tools(tools),
            format=_requests.response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        body, settings = _requests.split_settings(body, call)
        return await self._request(
            _types.ChatResponse, "POST", "/api/chat", json=body, stream=stream, **settings
        )

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[GenerateArguments],
    ) -> GenerateResponse: ...
    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[GenerateArguments],
    ) -> AsyncIterator[GenerateResponse]: ...
    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: bool,
        **arguments: Unpack[GenerateArguments],
    ) -> GenerateResponse | AsyncIterator[GenerateResponse]: ...
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        system: str | None = None,
        template: str | None = None,
        context: Sequence[int] | None = None,
        stream: bool = False,
        think: ThinkArgument | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        raw: bool | None = None,
        format: Literal["", "json"] | Mapping[str, Any] | type[Any] | None = None,
        images: Sequence[ImageInput] | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        width: int | None = None,
        height: int | None = None,
        steps: int | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> GenerateResponse | AsyncIterator[GenerateResponse]:
        """Continue a prompt.

        Source: `POST /api/generate`.

        Args:
            model: Name of the model.
            prompt: The text to continue. Without one, the model is only loaded.
            suffix: The text that follows the gap, for models that fill in the middle.
            system: System prompt, instead of the model's.
            template: Prompt template, instead of the model's.
            context: Tokens of an earlier answer's `context`; deprecated by the server.
            stream: Return an iterator over the pieces of the answer. Nothing is sent before the
                first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            raw: Send the prompt without any template.
            format: "json", a JSON Schema, or a class with `model_json_schema`: the shape that the
                answer has to have.
            images: Pictures for models that see: paths, bytes, base64 text, files or `Image`.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            width: Pixels; for image models of servers 0.14.3 to 0.32.5, ignored by others.
            height: Pixels; as width.
            steps: Diffusion steps; as width.
            truncate: Drop the oldest context when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "GenerateRequest",
            {
                "model": model,
                "prompt": prompt,
                "suffix": suffix,
                "system": system,
                "template": template,
                "context": context,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "raw": raw,
                "keep_alive": _requests.keep_alive(keep_alive),
                "width": width,
                "height": height,
                "steps": steps,
                "truncate": truncate,
                "shift": shift,
            },
            images=_requests.wire_images(images),
            format=_requests.response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        body, settings = _requests.split_settings(body, call)
        return await self._request(
            _types.GenerateResponse, "POST", "/api/generate", json=body, stream=stream, **settings
        )

    async def embed(
        self,
        model: str = "",
        input: str | Sequence[str] = "",
        truncate: bool | None = None,
        options: Mapping[str, Any] | Options | None = None,
        keep_alive: KeepAliveArgument | None = None,
        dimensions: int | None = None,
        **call: Unpack[CallSettings],
    ) -> EmbedResponse:
        """Turn texts into vectors of length one.

        Source: `POST /api/embed`.

        Args:
            model: Name of an embedding model.
            input: One text or several; the answer has a vector for each, in their order.
            truncate: Cut texts that are too long for the model. Default: yes; no is an error then.
            options: Load options, such as `{"num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            dimensions: Length to cut the vectors to. Default: the model's own.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body(
            "EmbedRequest",
            {
                "model": model,
                "input": input,
                "truncate": truncate,
                "keep_alive": _requests.keep_alive(keep_alive),
                "dimensions": dimensions,
            },
            options=_requests.options(options),
        )
        body, settings = _requests.split_settings(body, call)
        return await self._request(
            _types.EmbedResponse, "POST", "/api/embed", json=body, **settings
        )

    # ------------------------------------------------------------------ models

    async def list(self, **call: Unpack[CallSettings]) -> ListResponse:
        """Return the models that the server has, the newest first.

        Source: `GET /api/tags`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return await self._request(_types.ListResponse, "GET", "/api/tags", **settings)

    async def show(self, model: str, **call: Unpack[CallSettings]) -> ShowResponse:
        """Return what a model is: details, template, parameters, capabilities, metadata.

        Source: `POST /api/show`.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The name is empty; also a `RequestError`.
            ResponseError: The server answered with an error; status 404 for an unknown model.
            ConnectionError: No connection to the server could be made.
        """
        body = _requests.body("ShowRequest", {"model": model})
        body, settings = _requests.split_settings(body, call)
        return await self._request(_types.ShowResponse, "POST", "/api/show", json=body, **settings)

    async def ps(self, **call: Unpack[CallSettings]) -> ProcessResponse:
        """Return the models that are in memory, the longest-lived first.

        Source: `GET /api/ps`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return await self._request(_types.ProcessResponse, "GET", "/api/ps", **settings)

    async def version(self, **call: Unpack[CallSettings]) -> VersionResponse:
        """Return the version of the server.

        Source: `GET /api/version`.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        settings = _requests.settings_without_body(call)
        return await self._request(_types.VersionResponse, "GET", "/api/version", **settings)


def _encoded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return keywords for httpx with a JSON body encoded by our own seam."""
    if "json" in keywords:
        return {**keywords, "content": _json.dumps(keywords["json"]), "json": None}
    return keywords


def _stream_of(method: str, url: str) -> Stream:
    """Return how an answer streams, as the API description tells it."""
    operation = api.operation(method, url)
    return (operation.stream if operation else None) or Stream()
