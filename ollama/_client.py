"""Owns the two clients: what each method sends, through one way to send it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import inspect
import threading
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload
from weakref import WeakKeyDictionary

from ollama_client import api
from ollama_client._runtime import codec, sending
from ollama_client._runtime.operation import Stream
from ollama_client._runtime.streams import Arrival
from ollama_client.client import new_http
from ollama_client.errors import CONNECTION_ERROR_MESSAGE, RequestError, ResponseError

from . import _types
from ._core import requests as _requests
from ._core.clash import demand_own_files
from ._core.connection import Credentials, connection_options
from ._core.stream import AsyncResponseStream, ResponseStream
from ._output.wire import response_format
from ._tools.wire import wire_tools
from ._version import __version__

if TYPE_CHECKING:
    import asyncio
    import os

    import httpx
    from typing_extensions import Self, Unpack

    from ._core.arguments import (
        Adapter,
        AnyFormat,
        ChatArguments,
        Digests,
        Format,
        GenerateArguments,
        KeepAlive,
        Messages,
        ModelOptions,
        OutputFormat,
        ParseArguments,
        ParseGenerateArguments,
        Questions,
        Text,
        Think,
        Tools,
        TransferArguments,
    )
    from ._core.images import ImageInput
    from ._core.requests import CallSettings
    from ._output.parse import AsyncParsedStream, ParsedStream, Plan
    from ._tools.events import Approve, OnEvent, ToolRunResult
    from ._tools.run import AsyncToolRun, ToolRun
    from ._tools.settings import RunArguments
    from ._types import (
        ChatResponse,
        EmbeddingsResponse,
        EmbedResponse,
        GenerateResponse,
        ListResponse,
        ProcessResponse,
        ProgressResponse,
        ShowResponse,
        StatusResponse,
        SubscriptableBaseModel,
        SystemOneContent,
        SystemOneResponse,
        VersionResponse,
        WebFetchResponse,
        WebSearchResponse,
    )

demand_own_files()

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
V = TypeVar("V")
ClientT = TypeVar("ClientT", bound="type[BaseClient]")

_DIGEST_PIECE_BYTES = 1 << 20

WEB_SEARCH_URL = "https://ollama.com/api/web_search"
WEB_FETCH_URL = "https://ollama.com/api/web_fetch"

#: What a copy of a client does not get.
_OWN_STATE = {"_connection", "_http", "_given", "_closed", "_looped", "_pools"}

# Threads that first use a client at once must not make two pools, of which one is never closed.
_making_http = threading.Lock()


class BaseClient(Credentials, AbstractContextManager[Any], AbstractAsyncContextManager[Any]):
    """What both clients share: their settings, and the httpx client made from them."""

    KIND: Literal["sync", "async"]

    _http: Any
    _arguments: tuple[str | None, Mapping[str, str] | None, dict[str, Any], str | None]
    _allow_image_paths: bool | None
    _connection: dict[str, Any] | None

    def __init__(
        self,
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: float | httpx.Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        user_agent: str | None = None,
        allow_image_paths: bool | None = None,
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
            user_agent: Name and version of your program, added to the User-Agent.
            allow_image_paths: Whether text given as an image may name a file to read. Switch it off
                where such text can come from others. Default: yes, unless the environment
                variable OLLAMA_ALLOW_IMAGE_PATHS is 0, false or no.
            **kwargs: Anything else that `httpx.Client` or `httpx.AsyncClient` takes.

        Raises:
            ValueError: The host cannot be understood.
            TypeError: httpx does not know a keyword.
        """
        self._arguments = (
            host,
            headers,
            {"follow_redirects": follow_redirects, "timeout": timeout, **kwargs},
            user_agent,
        )
        self._allow_image_paths = allow_image_paths
        self._begin(connection_options(*self._arguments))
        if kwargs:
            self._http = self._new_http()  # so that a keyword httpx does not know is told here

    @classmethod
    def lazily(cls) -> Self:
        """Return a client with the default settings that reads the environment on first use."""
        self = cls.__new__(cls)
        self._arguments = (None, None, {"follow_redirects": True, "timeout": None}, None)
        self._allow_image_paths = None
        self._begin(None)
        return self

    def _begin(self, connection: dict[str, Any] | None) -> None:
        """Set what belongs to this client alone, not to a copy of it: its connections."""
        self._connection = connection
        self._http = None
        self._given = False  # whether a user put the httpx client into `_client`
        self._closed = False
        self._looped = False  # whether an event loop has taken the httpx client for its own
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()

    def __getstate__(self) -> dict[str, Any]:
        """Return the constructor's arguments, and what subclasses added.

        A copy, deep copy or pickled client makes connections of its own when it is first used, and
        then reads the environment for what the arguments leave open.
        """
        return {name: value for name, value in vars(self).items() if name not in _OWN_STATE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._begin(None)

    @property
    def host(self) -> str:
        """The URL of the server, without credentials."""
        return str(self._settled()["base_url"])

    def _settled(self) -> dict[str, Any]:
        if self._connection is None:
            self._connection = connection_options(*self._arguments)
        return self._connection

    def _demand_token(self, service: str, call: CallSettings) -> None:
        """Refuse a call of a cloud service that would be sent without a token."""
        own = {name.lower(): value for name, value in call.get("extra_headers", {}).items()}
        headers: Mapping[str, str] = self._client.headers
        if not own.get("authorization", headers.get("authorization", "")).startswith("Bearer "):
            raise ValueError(f"Authorization header with Bearer token is required for {service}")

    if TYPE_CHECKING:
        _client: Any
    else:

        @property
        def _client(self) -> Any:
            return self._current_http()

        @_client.setter
        def _client(self, http: Any) -> None:
            self._http, self._given, self._closed = http, True, False

    def _current_http(self) -> Any:
        """Return the httpx client to use now, made when it is first asked for."""
        if self._http is None:
            with _making_http:
                if self._http is None:
                    self._http = self._new_http()
        return self._http

    def _new_http(self) -> Any:
        return new_http(self.KIND, **self._settled())

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

    # ------------------------------------------------------------------ generation

    def chat(
        self,
        model: str = "",
        messages: Messages = None,
        *,
        tools: Tools = None,
        stream: bool = False,
        think: Think = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        format: Format = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Continue a conversation.

        Args:
            model: Name of the model.
            messages: The conversation so far; mappings or `Message` objects. An answer's `message`
                can be appended and sent back as it is. Without any, the model is only loaded.
            tools: What the model may call: functions, described by their annotations and
                docstrings, or definitions.
            stream: Return the pieces of the answer as they arrive: a `ResponseStream`. Nothing is
                sent before the first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            format: "json", a JSON Schema, or a type that has one: the shape that the answer's
                content has to have. `parse` returns the value, too.
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

        Source: `POST /api/chat`.
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
            messages=_requests.wire_messages(messages, self._allow_image_paths),
            tools=wire_tools(tools),
            format=response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        return self._post(_types.ChatResponse, "/api/chat", body, call, stream=stream)

    def run_tools(
        self,
        model: str = "",
        messages: Messages = None,
        *,
        tools: Tools,
        max_iterations: int = 10,
        max_parallel: int = 8,
        approve: Approve = None,
        on_event: OnEvent = None,
        unknown_tools: Literal["raise", "tell"] = "raise",
        tool_errors: Literal["raise", "tell"] = "tell",
        stream: bool = False,
        think: Think = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        format: Format = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Continue a conversation, calling the tools that the model asks for, up to its answer.

        Each call's arguments are checked and converted to the types that the tool declares. Calls
        of one answer run at the same time; their results go back in the order of the calls.

        Args:
            model: Name of the model.
            messages: The conversation so far, as `chat` takes it; it is not changed.
            tools: What the model may call: functions, sync or async, or definitions. A call of
                a definition ends the run; the result has it in `pending_calls`.
            max_iterations: How often the model is called at most.
            max_parallel: How many calls run at the same time at most. With 1, a `Client` makes
                them in the calling thread.
            approve: Called with the `ToolCallEvent` before each call. What it returns decides:
                None or True allows, False or a text for the model refuses. It may raise to stop.
            on_event: Called with each event: text, thinking, turn, tool call, tool result. This
                and `approve` may be coroutine functions.
            unknown_tools: Whether a call of a tool that there is not raises, or is told the model.
            tool_errors: Whether what a tool raises is told the model as text, or raised. Arguments
                that do not fit, and a `ToolError`, are always told.
            stream: Return a `ToolRun`, an iterator over the events, and stream the answers.
                Nothing is sent before the first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            format: The shape of the final answer, as `chat` takes it; its value is the result's
                `parsed`. A model held to a format cannot call tools, so the answer is asked for
                once more at the end, in the format.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            truncate: Drop the oldest messages when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of every call of the model: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ToolIterationLimitError: The model wants tools after the last iteration; the error has
                the history.
            UnknownToolError: The model called a tool that there is not.
            TypeError: A tool cannot be described, or has a parameter that no call could fill.
            OutputError: The final answer does not fit the format.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/chat`, once per iteration.
        """
        from ._output.formats import OutputType  # which most programs do without
        from ._tools import loop, run

        rules = loop.Rules(
            max_iterations=max_iterations,
            max_parallel=max_parallel,
            approve=approve,
            on_event=on_event,
            unknown_tools=unknown_tools,
            tool_errors=tool_errors,
        )
        history = loop.read_messages(messages, self._allow_image_paths)
        output = None if format is None or format == "" else OutputType.of(format)
        plan = loop.Plan(history, loop.Toolbox(tools), output, rules)
        chat = {
            "model": model,
            "think": think,
            "logprobs": logprobs,
            "top_logprobs": top_logprobs,
            "options": options,
            "keep_alive": keep_alive,
            "truncate": truncate,
            "shift": shift,
            **call,
        }
        carry_out = run.run_tools if self.KIND == "sync" else run.arun_tools
        return carry_out(self, plan, chat, stream=bool(stream))

    def generate(
        self,
        model: str = "",
        prompt: Text = None,
        suffix: str | None = None,
        *,
        system: str | None = None,
        template: str | None = None,
        context: Sequence[int] | None = None,
        stream: bool = False,
        think: Think = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        raw: bool | None = None,
        format: Format = None,
        images: Sequence[ImageInput] | None = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        width: int | None = None,
        height: int | None = None,
        steps: int | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Continue a prompt.

        Args:
            model: Name of the model.
            prompt: The text to continue. Without one, the model is only loaded.
            suffix: The text that follows the gap, for models that fill in the middle.
            system: System prompt, instead of the model's.
            template: Prompt template, instead of the model's.
            context: Tokens of an earlier answer's `context`; deprecated by the server.
            stream: Return the pieces of the answer as they arrive: a `ResponseStream`. Nothing is
                sent before the first is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            raw: Send the prompt without any template.
            format: "json", a JSON Schema, or a type that has one: the shape that the answer has to
                have. `parse_generate` returns the value, too.
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

        Source: `POST /api/generate`.
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
            images=_requests.wire_images(images, self._allow_image_paths),
            format=response_format(format),
            options=_requests.options(options),
            stream=bool(stream),
        )
        return self._post(_types.GenerateResponse, "/api/generate", body, call, stream=stream)

    def parse(
        self,
        model: str,
        messages: Messages,
        *,
        format: OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        think: Think = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Continue a conversation with a value of a type.

        Args:
            model: Name of the model.
            messages: The conversation so far; mappings or `Message` objects.
            format: What the answer has to be: a class (of pydantic, attrs or msgspec, a dataclass,
                TypedDict, NamedTuple or enum), a `TypeAdapter`, or another type such as
                `list[int]`. With a JSON Schema or "json" the value can be any JSON.
            max_reasks: How often to ask again, told what is wrong, when the answer is no JSON or
                no such value.
            stream: Return the value as it grows: a `ParsedStream`. Nothing is sent before the
                first partial value is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            truncate: Drop the oldest messages when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Returns:
            The answer; its `parsed` is the value, and `attempts` has the answers refused before it.

        Raises:
            OutputTruncatedError: The answer was cut off, as by `num_predict`.
            OutputValidationError: No answer was such a value.
            ValueError: An argument cannot be sent; also a `RequestError`.
            TypeError: Nothing that is installed can read the type from JSON.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/chat`.
        """
        from ._output import parse
        from ._output.formats import OutputType

        _requests.demand_settings(call)
        output = OutputType.of(format)
        # Read now and once: files that are open, and iterators, have nothing for a second asking.
        asked = _requests.wire_messages(messages, self._allow_image_paths)
        plan = parse.chat_plan(asked, output, max_reasks)
        ask = functools.partial(
            self.chat,
            model,
            stream=stream,
            think=think,
            logprobs=logprobs,
            top_logprobs=top_logprobs,
            format=output.schema,
            options=options,
            keep_alive=keep_alive,
            truncate=truncate,
            shift=shift,
            **call,
        )
        return self._parse(plan, ask, stream)

    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: OutputFormat,
        max_reasks: int = 2,
        system: str | None = None,
        template: str | None = None,
        context: Sequence[int] | None = None,
        stream: bool = False,
        think: Think = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        raw: bool | None = None,
        images: Sequence[ImageInput] | None = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Continue a prompt with a value of a type.

        Args:
            model: Name of the model.
            prompt: What is asked for. When it is asked for again, the answer and what is wrong
                with it stand below.
            format: What the answer has to be: a class (of pydantic, attrs or msgspec, a dataclass,
                TypedDict, NamedTuple or enum), a `TypeAdapter`, or another type such as
                `list[int]`. With a JSON Schema or "json" the value can be any JSON.
            max_reasks: How often to ask again, told what is wrong, when the answer is no JSON or
                no such value.
            system: System prompt, instead of the model's.
            template: Prompt template, instead of the model's.
            context: Tokens of an earlier answer's `context`; deprecated by the server.
            stream: Return the value as it grows: a `ParsedStream`. Nothing is sent before the
                first partial value is asked for.
            think: Whether, or how hard, a thinking model thinks. Default: the model's.
            logprobs: Return the log probability of every token.
            top_logprobs: How many alternatives per token, 0 to 20; with `logprobs` only.
            raw: Send the prompt without any template.
            images: Pictures for models that see: paths, bytes, base64 text, files or `Image`.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            truncate: Drop the oldest context when the prompt is too long. Default: yes.
            shift: Move the context on when it fills up while generating. Default: yes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Returns:
            The answer; its `parsed` is the value, and `attempts` has the answers refused before it.

        Raises:
            OutputTruncatedError: The answer was cut off, as by `num_predict`.
            OutputValidationError: No answer was such a value.
            ValueError: An argument cannot be sent; also a `RequestError`.
            TypeError: Nothing that is installed can read the type from JSON.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/generate`.
        """
        from ._output import parse
        from ._output.formats import OutputType

        _requests.demand_settings(call)
        output = OutputType.of(format)
        plan = parse.generate_plan(prompt, output, max_reasks)
        ask = functools.partial(
            self.generate,
            model,
            system=system,
            template=template,
            context=context,
            stream=stream,
            think=think,
            logprobs=logprobs,
            top_logprobs=top_logprobs,
            raw=raw,
            format=output.schema,
            # Read now and once: open files have nothing for a second asking.
            images=_requests.wire_images(images, self._allow_image_paths),
            options=options,
            keep_alive=keep_alive,
            truncate=truncate,
            shift=shift,
            **call,
        )
        return self._parse(plan, ask, stream)

    def embed(
        self,
        model: str = "",
        input: str | Sequence[str] = "",
        truncate: bool | None = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        dimensions: int | None = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Turn texts into vectors of length one.

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

        Source: `POST /api/embed`.
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
        return self._post(_types.EmbedResponse, "/api/embed", body, call)

    def embeddings(
        self,
        model: str = "",
        prompt: Text = None,
        options: ModelOptions = None,
        keep_alive: KeepAlive = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Turn one text into a vector, not normalised. Deprecated by the server: use `embed`.

        Args:
            model: Name of an embedding model.
            prompt: The text.
            options: Load options, such as `{"num_ctx": 8192}`.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/embeddings`.
        """
        body = _requests.body(
            "EmbeddingsRequest",
            {
                "model": model,
                "prompt": prompt,
                "keep_alive": _requests.keep_alive(keep_alive),
            },
            options=_requests.options(options),
        )
        return self._post(_types.EmbeddingsResponse, "/api/embeddings", body, call)

    def systemone(
        self,
        model: str,
        state: SystemOneContent,
        questions: Questions,
        keep_alive: KeepAlive = None,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Let a System One model answer fixed questions about a state.

        Args:
            model: Name of a System One model.
            state: What the questions are about: text, an object or a list.
            questions: By a name of your choice; mappings or the `SystemOne...Question` types.
            keep_alive: How long the model stays in memory afterwards: seconds, a duration such as
                "5m", or a timedelta; 0 unloads at once, negative keeps it. Default: 5 minutes.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error; 413 above 64 KiB, 503 when busy.
            ConnectionError: No connection to the server could be made.

        Source: `POST /v1/systemone`, Ollama 0.35 and newer.
        """
        body = _requests.body(
            "SystemOneRequest",
            {
                "model": model,
                "state": state,
                "questions": questions,
                "keep_alive": _requests.keep_alive(keep_alive),
            },
        )
        return self._post(_types.SystemOneResponse, "/v1/systemone", body, call)

    # ------------------------------------------------------------------ models

    def list(self, **call: Unpack[CallSettings]) -> Any:
        """Return the models that the server has, the newest first.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `GET /api/tags`.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.ListResponse, "GET", "/api/tags", **settings)

    def show(self, model: str, **call: Unpack[CallSettings]) -> Any:
        """Return what a model is: details, template, parameters, capabilities, metadata.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The name is empty; also a `RequestError`.
            ResponseError: The server answered with an error; status 404 for an unknown model.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/show`.
        """
        body = _requests.body("ShowRequest", {"model": model})
        return self._post(_types.ShowResponse, "/api/show", body, call)

    def ps(self, **call: Unpack[CallSettings]) -> Any:
        """Return the models that are in memory, the longest-lived first.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `GET /api/ps`.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.ProcessResponse, "GET", "/api/ps", **settings)

    def version(self, **call: Unpack[CallSettings]) -> Any:
        """Return the version of the server.

        Args:
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `GET /api/version`.
        """
        settings = _requests.settings_without_body(call)
        return self._request(_types.VersionResponse, "GET", "/api/version", **settings)

    def pull(
        self,
        model: str,
        *,
        insecure: bool = False,
        stream: bool = False,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Download a model.

        Args:
            model: Name of the model.
            insecure: Allow registries without TLS.
            stream: Return an iterator over the progress; sizes are bytes. Nothing is sent before
                the first is asked for.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error; in a stream it can come late.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/pull`.
        """
        return self._transfer("PullRequest", "/api/pull", model, insecure, stream, call)

    def push(
        self,
        model: str,
        *,
        insecure: bool = False,
        stream: bool = False,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Upload a model.

        Args:
            model: Name of the model, with its namespace.
            insecure: Allow registries without TLS.
            stream: Return an iterator over the progress; sizes are bytes. Nothing is sent before
                the first is asked for.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error; in a stream it can come late.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/push`.
        """
        return self._transfer("PushRequest", "/api/push", model, insecure, stream, call)

    def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: Mapping[str, str] | None = None,
        adapters: Mapping[str, str] | None = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: ModelOptions = None,
        messages: Messages = None,
        *,
        stream: bool = False,
        **call: Unpack[CallSettings],
    ) -> Any:
        """Make a model from another one, or from files.

        Args:
            model: Name of the new model.
            quantize: How to quantize it, such as "q4_K_M".
            from_: Name of the model to start from.
            files: Digests of uploaded files by file name; see `create_blob`.
            adapters: The same for a LoRA adapter.
            template: Prompt template.
            license: The licence, or several.
            system: System prompt.
            parameters: Options to store, such as `{"temperature": 0.2}`.
            messages: Messages that open every chat, sent as they are given.
            stream: Return an iterator over the progress. Nothing is sent before the first is asked
                for.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseError: The server answered with an error; in a stream it can come late.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/create`.
        """
        body = _requests.body(
            "CreateRequest",
            {
                "model": model,
                "quantize": quantize,
                "from_": from_,
                "files": files,
                "adapters": adapters,
                "license": license,
                "template": template,
                "system": system,
            },
            parameters=_requests.options(parameters, "parameters"),
            messages=_requests.stored_messages(messages),
            stream=bool(stream),
        )
        return self._post(_types.ProgressResponse, "/api/create", body, call, stream=stream)

    def create_blob(self, path: str | os.PathLike[str], **call: Unpack[CallSettings]) -> Any:
        """Upload a file for `create` and return its digest, `sha256:` and 64 hex digits.

        Args:
            path: The file; it is read twice, in pieces, once for the digest.
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            FileNotFoundError: There is no such file.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/blobs/{digest}`.
        """
        raise NotImplementedError

    def delete(self, model: str, **call: Unpack[CallSettings]) -> Any:
        """Delete a model.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The name is empty; also a `RequestError`.
            ResponseError: The server answered with an error; status 404 for an unknown model.
            ConnectionError: No connection to the server could be made.

        Source: `DELETE /api/delete`.
        """
        body = _requests.body("DeleteRequest", {"model": model})
        body, settings = _requests.split_settings(body, call)
        return self._then(
            self._request_raw("DELETE", "/api/delete", json=body, **settings), _status
        )

    def copy(self, source: str, destination: str, **call: Unpack[CallSettings]) -> Any:
        """Give a model a second name.

        Args:
            source: Name of the model.
            destination: The new name.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ResponseError: The server answered with an error; status 404 for an unknown model.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/copy`.
        """
        body = _requests.body("CopyRequest", {"source": source, "destination": destination})
        body, settings = _requests.split_settings(body, call)
        return self._then(self._request_raw("POST", "/api/copy", json=body, **settings), _status)

    # ------------------------------------------------------------------ services of ollama.com

    def web_search(self, query: str, max_results: int = 3, **call: Unpack[CallSettings]) -> Any:
        """Search the web, with the service of ollama.com whatever the client's host is.

        Args:
            query: What to search for.
            max_results: How many results at most, 1 to 10.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The client has no bearer token; set OLLAMA_API_KEY.
            ResponseError: The service answered with an error.
            ConnectionError: No connection to the service could be made.

        Source: `POST https://ollama.com/api/web_search`.
        """
        self._demand_token("web search", call)
        body = _requests.body("WebSearchRequest", {"query": query, "max_results": max_results})
        return self._post(_types.WebSearchResponse, WEB_SEARCH_URL, body, call)

    def web_fetch(self, url: str, **call: Unpack[CallSettings]) -> Any:
        """Fetch a page of the web as text, with the service of ollama.com.

        Args:
            url: Address of the page.
            **call: Settings of this call: extra_body, extra_headers, timeout.

        Raises:
            ValueError: The client has no bearer token; set OLLAMA_API_KEY.
            ResponseError: The service answered with an error.
            ConnectionError: No connection to the service could be made.

        Source: `POST https://ollama.com/api/web_fetch`.
        """
        self._demand_token("web fetch", call)
        body = _requests.body("WebFetchRequest", {"url": url})
        return self._post(_types.WebFetchResponse, WEB_FETCH_URL, body, call)

    def close(self) -> Any:
        """Close the connections."""
        raise NotImplementedError

    # ------------------------------------------------------------------ sending

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> Any:
        raise NotImplementedError

    def _request(self, cls: Any, method: str, url: str, **kwargs: Any) -> Any:
        raise NotImplementedError

    def _post(
        self, cls: Any, url: str, body: dict[str, Any], call: CallSettings, **keywords: Any
    ) -> Any:
        """Send a body with the settings of the call."""
        json, settings = _requests.split_settings(body, call)
        return self._request(cls, "POST", url, json=json, **keywords, **settings)

    def _transfer(
        self, request: str, url: str, model: str, insecure: bool, stream: bool, call: CallSettings
    ) -> Any:
        """Download or upload a model."""
        body = _requests.body(request, {"model": model, "insecure": insecure}, stream=bool(stream))
        return self._post(_types.ProgressResponse, url, body, call, stream=stream)

    def _parse(self, plan: Plan, ask: Callable[[Any], Any], stream: bool) -> Any:
        """Carry out the steps of `parse`, or return the stream that does."""
        raise NotImplementedError

    def _then(self, result: Any, convert: Callable[[Any], Any]) -> Any:
        """Return what `convert` makes of a result, once it is there."""
        raise NotImplementedError


def _own_methods(cls: ClientT) -> ClientT:
    """Give a client class the methods of BaseClient as functions of its own.

    Programs patch and wrap `Client.chat` and `AsyncClient.chat` apart, and ask whether the latter
    is a coroutine function, so each class has its own; signatures and docstrings stay shared.
    """
    for name, method in vars(BaseClient).items():
        if name.startswith("_") or not inspect.isfunction(method):
            continue
        own = vars(cls).get(name)
        if own is None:
            own = _awaited(method) if cls.KIND == "async" else _called(method)
            setattr(cls, name, own)
        functools.update_wrapper(own, method)
        own.__qualname__ = f"{cls.__name__}.{name}"
    return cls


def _called(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: BaseClient, *args: Any, **kwargs: Any) -> Any:
        return method(self, *args, **kwargs)

    return call


def _awaited(method: Callable[..., Any]) -> Callable[..., Any]:
    async def call(self: BaseClient, *args: Any, **kwargs: Any) -> Any:
        return await method(self, *args, **kwargs)

    return call


@_own_methods
class Client(BaseClient):
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
        """Close the connections."""
        self._client.close()

    def _close_if_open(self) -> None:
        """Close what was opened; for the client of the module, which nobody closes, at exit."""
        if self._http is not None:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    if TYPE_CHECKING:
        _client: httpx.Client

        # The methods of BaseClient, with the types of what they return here.

        # fmt: off
        @overload
        def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[False] = ...,
            **kw: Unpack[ChatArguments]
        ) -> ChatResponse: ...
        @overload
        def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[ChatArguments]
        ) -> ResponseStream[ChatResponse]: ...
        @overload
        def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[ChatArguments]
        ) -> ChatResponse | ResponseStream[ChatResponse]: ...
        def chat(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[False] = ...,
            **kw: Unpack[RunArguments]
        ) -> ToolRunResult: ...
        @overload
        def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[RunArguments]
        ) -> ToolRun: ...
        @overload
        def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[RunArguments]
        ) -> ToolRunResult | ToolRun: ...
        def run_tools(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *,
            stream: Literal[False] = ..., **kw: Unpack[GenerateArguments]
        ) -> GenerateResponse: ...
        @overload
        def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *,
            stream: Literal[True], **kw: Unpack[GenerateArguments]
        ) -> ResponseStream[GenerateResponse]: ...
        @overload
        def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *, stream: bool = ...,
            **kw: Unpack[GenerateArguments]
        ) -> GenerateResponse | ResponseStream[GenerateResponse]: ...
        def generate(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def parse(
            self, model: str, messages: Messages, *, format: type[V] | Adapter[V],
            stream: Literal[False] = ..., **kw: Unpack[ParseArguments]
        ) -> ChatResponse[V]: ...
        @overload
        def parse(
            self, model: str, messages: Messages, *, format: type[V] | Adapter[V],
            stream: Literal[True], **kw: Unpack[ParseArguments]
        ) -> ParsedStream[ChatResponse[V]]: ...
        @overload
        def parse(
            self, model: str, messages: Messages, *, format: AnyFormat,
            stream: Literal[False] = ..., **kw: Unpack[ParseArguments]
        ) -> ChatResponse[Any]: ...
        @overload
        def parse(
            self, model: str, messages: Messages, *, format: AnyFormat,
            stream: Literal[True], **kw: Unpack[ParseArguments]
        ) -> ParsedStream[ChatResponse[Any]]: ...
        @overload
        def parse(
            self, model: str, messages: Messages, *, format: OutputFormat, stream: bool = ...,
            **kw: Unpack[ParseArguments]
        ) -> ChatResponse[Any] | ParsedStream[ChatResponse[Any]]: ...
        def parse(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def parse_generate(
            self, model: str, prompt: str, *, format: type[V] | Adapter[V],
            stream: Literal[False] = ..., **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[V]: ...
        @overload
        def parse_generate(
            self, model: str, prompt: str, *, format: type[V] | Adapter[V],
            stream: Literal[True], **kw: Unpack[ParseGenerateArguments]
        ) -> ParsedStream[GenerateResponse[V]]: ...
        @overload
        def parse_generate(
            self, model: str, prompt: str, *, format: AnyFormat,
            stream: Literal[False] = ..., **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[Any]: ...
        @overload
        def parse_generate(
            self, model: str, prompt: str, *, format: AnyFormat,
            stream: Literal[True], **kw: Unpack[ParseGenerateArguments]
        ) -> ParsedStream[GenerateResponse[Any]]: ...
        @overload
        def parse_generate(
            self, model: str, prompt: str, *, format: OutputFormat, stream: bool = ...,
            **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[Any] | ParsedStream[GenerateResponse[Any]]: ...
        def parse_generate(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def pull(
            self, model: str, *, stream: Literal[False] = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse: ...
        @overload
        def pull(
            self, model: str, *, stream: Literal[True], **kw: Unpack[TransferArguments]
        ) -> ResponseStream[ProgressResponse]: ...
        @overload
        def pull(
            self, model: str, *, stream: bool = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse | ResponseStream[ProgressResponse]: ...
        def pull(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def push(
            self, model: str, *, stream: Literal[False] = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse: ...
        @overload
        def push(
            self, model: str, *, stream: Literal[True], **kw: Unpack[TransferArguments]
        ) -> ResponseStream[ProgressResponse]: ...
        @overload
        def push(
            self, model: str, *, stream: bool = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse | ResponseStream[ProgressResponse]: ...
        def push(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *,
            stream: Literal[False] = ..., **kw: Unpack[CallSettings]
        ) -> ProgressResponse: ...
        @overload
        def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[CallSettings]
        ) -> ResponseStream[ProgressResponse]: ...
        @overload
        def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[CallSettings]
        ) -> ProgressResponse | ResponseStream[ProgressResponse]: ...
        def create(self, *args: Any, **kw: Any) -> Any: ...
        def embed(
            self, model: str = ..., input: str | Sequence[str] = ..., truncate: bool | None = ...,
            options: ModelOptions = ..., keep_alive: KeepAlive = ..., dimensions: int | None = ...,
            **call: Unpack[CallSettings]
        ) -> EmbedResponse: ...
        def embeddings(
            self, model: str = ..., prompt: Text = ..., options: ModelOptions = ...,
            keep_alive: KeepAlive = ..., **call: Unpack[CallSettings]
        ) -> EmbeddingsResponse: ...
        def systemone(
            self, model: str, state: SystemOneContent, questions: Questions,
            keep_alive: KeepAlive = ..., **call: Unpack[CallSettings]
        ) -> SystemOneResponse: ...
        def list(self, **call: Unpack[CallSettings]) -> ListResponse: ...
        def show(self, model: str, **call: Unpack[CallSettings]) -> ShowResponse: ...
        def ps(self, **call: Unpack[CallSettings]) -> ProcessResponse: ...
        def version(self, **call: Unpack[CallSettings]) -> VersionResponse: ...
        def delete(self, model: str, **call: Unpack[CallSettings]) -> StatusResponse: ...
        def copy(
            self, source: str, destination: str, **call: Unpack[CallSettings]
        ) -> StatusResponse: ...
        def web_search(
            self, query: str, max_results: int = ..., **call: Unpack[CallSettings]
        ) -> WebSearchResponse: ...
        def web_fetch(self, url: str, **call: Unpack[CallSettings]) -> WebFetchResponse: ...
        # fmt: on

    def create_blob(self, path: str | os.PathLike[str], **call: Unpack[CallSettings]) -> str:
        settings = _requests.settings_without_body(call)
        digest = _file_digest(path)
        self._request_raw("POST", f"/api/blobs/{digest}", content=Path(path), **settings)
        return digest

    # ------------------------------------------------------------------ sending

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = sending.send(self._client, method=method, url=url, **_encoded(kwargs))
        return sending.expect_success(response)

    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> ResponseStream[T]: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | ResponseStream[T]: ...
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | ResponseStream[T]:
        """Send a request and return the answer as `cls`, or the stream of its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            arrival = Arrival()
            pieces = sending.read_stream(
                self,
                _stream_of(method, url),
                cls.from_dict,
                strict=False,
                arrival=arrival,
                **request,
            )
            return ResponseStream(cls, pieces, arrival)
        response = self._request_raw(method, url, **kwargs)
        return sending.read_answer("model", cls.from_dict, response)

    def _parse(self, plan: Plan, ask: Callable[[Any], Any], stream: bool) -> Any:
        from ._output.parse import ParsedStream, carry_out

        return ParsedStream[Any](plan, ask) if stream else carry_out(plan, ask)

    def _then(self, result: Any, convert: Callable[[Any], Any]) -> Any:
        return convert(result)


@_own_methods
class AsyncClient(BaseClient):
    """A client whose methods are coroutines.

    Connections are kept and reused; close the client, or use it in an `async with` block.
    """

    KIND = "async"

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The httpx client for the running event loop: settings, headers and connections."""
        return self._client

    async def close(self) -> None:
        """Close the connections."""
        http = self._client
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
        with _making_http:
            if loop not in self._pools:
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

    if TYPE_CHECKING:
        _client: httpx.AsyncClient

        # The methods of BaseClient, with the types of what they return here.

        # fmt: off
        @overload
        async def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[False] = ...,
            **kw: Unpack[ChatArguments]
        ) -> ChatResponse: ...
        @overload
        async def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[ChatArguments]
        ) -> AsyncResponseStream[ChatResponse]: ...
        @overload
        async def chat(
            self, model: str = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[ChatArguments]
        ) -> ChatResponse | AsyncResponseStream[ChatResponse]: ...
        async def chat(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[False] = ...,
            **kw: Unpack[RunArguments]
        ) -> ToolRunResult: ...
        @overload
        async def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[RunArguments]
        ) -> AsyncToolRun: ...
        @overload
        async def run_tools(
            self, model: str = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[RunArguments]
        ) -> ToolRunResult | AsyncToolRun: ...
        async def run_tools(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *,
            stream: Literal[False] = ..., **kw: Unpack[GenerateArguments]
        ) -> GenerateResponse: ...
        @overload
        async def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *,
            stream: Literal[True], **kw: Unpack[GenerateArguments]
        ) -> AsyncResponseStream[GenerateResponse]: ...
        @overload
        async def generate(
            self, model: str = ..., prompt: Text = ..., suffix: Text = ..., *, stream: bool = ...,
            **kw: Unpack[GenerateArguments]
        ) -> GenerateResponse | AsyncResponseStream[GenerateResponse]: ...
        async def generate(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def parse(
            self, model: str, messages: Messages, *, format: type[V] | Adapter[V],
            stream: Literal[False] = ..., **kw: Unpack[ParseArguments]
        ) -> ChatResponse[V]: ...
        @overload
        async def parse(
            self, model: str, messages: Messages, *, format: type[V] | Adapter[V],
            stream: Literal[True], **kw: Unpack[ParseArguments]
        ) -> AsyncParsedStream[ChatResponse[V]]: ...
        @overload
        async def parse(
            self, model: str, messages: Messages, *, format: AnyFormat,
            stream: Literal[False] = ..., **kw: Unpack[ParseArguments]
        ) -> ChatResponse[Any]: ...
        @overload
        async def parse(
            self, model: str, messages: Messages, *, format: AnyFormat,
            stream: Literal[True], **kw: Unpack[ParseArguments]
        ) -> AsyncParsedStream[ChatResponse[Any]]: ...
        @overload
        async def parse(
            self, model: str, messages: Messages, *, format: OutputFormat, stream: bool = ...,
            **kw: Unpack[ParseArguments]
        ) -> ChatResponse[Any] | AsyncParsedStream[ChatResponse[Any]]: ...
        async def parse(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def parse_generate(
            self, model: str, prompt: str, *, format: type[V] | Adapter[V],
            stream: Literal[False] = ..., **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[V]: ...
        @overload
        async def parse_generate(
            self, model: str, prompt: str, *, format: type[V] | Adapter[V],
            stream: Literal[True], **kw: Unpack[ParseGenerateArguments]
        ) -> AsyncParsedStream[GenerateResponse[V]]: ...
        @overload
        async def parse_generate(
            self, model: str, prompt: str, *, format: AnyFormat,
            stream: Literal[False] = ..., **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[Any]: ...
        @overload
        async def parse_generate(
            self, model: str, prompt: str, *, format: AnyFormat,
            stream: Literal[True], **kw: Unpack[ParseGenerateArguments]
        ) -> AsyncParsedStream[GenerateResponse[Any]]: ...
        @overload
        async def parse_generate(
            self, model: str, prompt: str, *, format: OutputFormat, stream: bool = ...,
            **kw: Unpack[ParseGenerateArguments]
        ) -> GenerateResponse[Any] | AsyncParsedStream[GenerateResponse[Any]]: ...
        async def parse_generate(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def pull(
            self, model: str, *, stream: Literal[False] = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse: ...
        @overload
        async def pull(
            self, model: str, *, stream: Literal[True], **kw: Unpack[TransferArguments]
        ) -> AsyncResponseStream[ProgressResponse]: ...
        @overload
        async def pull(
            self, model: str, *, stream: bool = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse | AsyncResponseStream[ProgressResponse]: ...
        async def pull(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def push(
            self, model: str, *, stream: Literal[False] = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse: ...
        @overload
        async def push(
            self, model: str, *, stream: Literal[True], **kw: Unpack[TransferArguments]
        ) -> AsyncResponseStream[ProgressResponse]: ...
        @overload
        async def push(
            self, model: str, *, stream: bool = ..., **kw: Unpack[TransferArguments]
        ) -> ProgressResponse | AsyncResponseStream[ProgressResponse]: ...
        async def push(self, *args: Any, **kw: Any) -> Any: ...
        @overload
        async def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *,
            stream: Literal[False] = ..., **kw: Unpack[CallSettings]
        ) -> ProgressResponse: ...
        @overload
        async def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *, stream: Literal[True],
            **kw: Unpack[CallSettings]
        ) -> AsyncResponseStream[ProgressResponse]: ...
        @overload
        async def create(
            self, model: str, quantize: Text = ..., from_: Text = ..., files: Digests = ...,
            adapters: Digests = ..., template: Text = ...,
            license: str | Sequence[str] | None = ..., system: Text = ...,
            parameters: ModelOptions = ..., messages: Messages = ..., *, stream: bool = ...,
            **kw: Unpack[CallSettings]
        ) -> ProgressResponse | AsyncResponseStream[ProgressResponse]: ...
        async def create(self, *args: Any, **kw: Any) -> Any: ...
        async def embed(
            self, model: str = ..., input: str | Sequence[str] = ..., truncate: bool | None = ...,
            options: ModelOptions = ..., keep_alive: KeepAlive = ..., dimensions: int | None = ...,
            **call: Unpack[CallSettings]
        ) -> EmbedResponse: ...
        async def embeddings(
            self, model: str = ..., prompt: Text = ..., options: ModelOptions = ...,
            keep_alive: KeepAlive = ..., **call: Unpack[CallSettings]
        ) -> EmbeddingsResponse: ...
        async def systemone(
            self, model: str, state: SystemOneContent, questions: Questions,
            keep_alive: KeepAlive = ..., **call: Unpack[CallSettings]
        ) -> SystemOneResponse: ...
        async def list(self, **call: Unpack[CallSettings]) -> ListResponse: ...
        async def show(self, model: str, **call: Unpack[CallSettings]) -> ShowResponse: ...
        async def ps(self, **call: Unpack[CallSettings]) -> ProcessResponse: ...
        async def version(self, **call: Unpack[CallSettings]) -> VersionResponse: ...
        async def delete(self, model: str, **call: Unpack[CallSettings]) -> StatusResponse: ...
        async def copy(
            self, source: str, destination: str, **call: Unpack[CallSettings]
        ) -> StatusResponse: ...
        async def web_search(
            self, query: str, max_results: int = ..., **call: Unpack[CallSettings]
        ) -> WebSearchResponse: ...
        async def web_fetch(self, url: str, **call: Unpack[CallSettings]) -> WebFetchResponse: ...
        # fmt: on

    async def create_blob(self, path: str | os.PathLike[str], **call: Unpack[CallSettings]) -> str:
        from anyio.to_thread import run_sync  # comes with httpx; nothing else here needs it

        settings = _requests.settings_without_body(call)
        digest = await run_sync(_file_digest, path)
        await self._request_raw("POST", f"/api/blobs/{digest}", content=Path(path), **settings)
        return digest

    # ------------------------------------------------------------------ sending

    async def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = await sending.asend(self._client, method=method, url=url, **_encoded(kwargs))
        return sending.expect_success(response)

    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> AsyncResponseStream[T]: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | AsyncResponseStream[T]: ...
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | AsyncResponseStream[T]:
        """Send a request and return the answer as `cls`, or the stream of its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            arrival = Arrival()
            pieces = sending.aread_stream(
                self,
                _stream_of(method, url),
                cls.from_dict,
                strict=False,
                arrival=arrival,
                **request,
            )
            return AsyncResponseStream(cls, pieces, arrival)
        response = await self._request_raw(method, url, **kwargs)
        return sending.read_answer("model", cls.from_dict, response)

    async def _parse(self, plan: Plan, ask: Callable[[Any], Any], stream: bool) -> Any:
        from ._output.parse import AsyncParsedStream, acarry_out

        begun = AsyncParsedStream[Any].begin if stream else acarry_out
        return await begun(plan, ask)

    async def _then(self, result: Awaitable[Any], convert: Callable[[Any], Any]) -> Any:
        return convert(await result)


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

    async def wait_for_the_end() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            await http.aclose()

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


def _status(response: httpx.Response) -> StatusResponse:
    return _types.StatusResponse(status="success" if response.status_code == 200 else "error")


def _file_digest(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file as the server writes it."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while piece := file.read(_DIGEST_PIECE_BYTES):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


def _encoded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return keywords for httpx with a JSON body encoded by our own seam."""
    if "json" in keywords:
        return {**keywords, "content": codec.dumps(keywords["json"]), "json": None}
    return keywords


def _stream_of(method: str, url: str) -> Stream:
    """Return how an answer streams, as the API description tells it."""
    operation = api.operation(method, url)
    return (operation.stream if operation else None) or Stream()
