"""Owns the methods that ask more than once: `parse`, `parse_generate` and `run_tools`.

What they do is in their wings; they take the keywords of the methods that they are built on.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ollama_client import models as _models

from ._core import requests as _requests
from ._core.base import BaseClient
from ._methods import asynchronous, sync
from ._methods import given as _given

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

if TYPE_CHECKING:
    from ._settings import RunArguments

V = TypeVar("V")
ClassT = TypeVar("ClassT", bound=type)


def _documented(cls: ClassT) -> ClassT:
    """Give the methods of a client the docstrings that both clients share."""
    for method in vars(cls).values():
        if inspect.isfunction(method) and method.__doc__ is None:
            method.__doc__ = vars(_Loops)[method.__name__].__doc__
    return cls


class _Loops(BaseClient):
    """What both clients share: documentation, and all but the waiting."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
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
            **chat: Other keywords of `chat`: `think`, `options`, `keep_alive` and so on.

        Returns:
            The answer; its `parsed` is the value, and `attempts` has the answers refused before it.

        Raises:
            OutputTruncatedError: The answer was cut off, as by `num_predict`.
            OutputValidationError: No answer was such a value.
            ValueError: An argument cannot be sent; also a `RequestError`.
            TypeError: Nothing that is installed can read the type from JSON, or a keyword is
                unknown.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/chat`.
        """
        raise NotImplementedError

    def parse_generate(self, *args: Any, **kwargs: Any) -> Any:
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
            stream: Return the value as it grows: a `ParsedStream`. Nothing is sent before the
                first partial value is asked for.
            **generate: Other keywords of `generate`: `think`, `options`, `keep_alive` and so on.

        Returns:
            The answer; its `parsed` is the value, and `attempts` has the answers refused before it.

        Raises:
            OutputTruncatedError: The answer was cut off, as by `num_predict`.
            OutputValidationError: No answer was such a value.
            ValueError: An argument cannot be sent; also a `RequestError`.
            TypeError: Nothing that is installed can read the type from JSON, or a keyword is
                unknown.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/generate`.
        """
        raise NotImplementedError

    def run_tools(self, *args: Any, **kwargs: Any) -> Any:
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
            unknown_tools: Raise when the model calls a tool of an unknown name, or tell the model.
            tool_errors: Tell the model as text what a tool raises, or raise it. Arguments that do
                not fit, and a `ToolError`, are always told.
            stream: Return a `ToolRun`, an iterator over the events, and stream the answers.
                Nothing is sent before the first is asked for.
            format: The shape of the final answer, as `chat` takes it; its value is the result's
                `parsed`. A model held to a format cannot call tools, so the answer is asked for
                once more at the end, in the format.
            **chat: Other keywords of `chat`, the same for every call of the model: `think`,
                `options`, `keep_alive` and so on.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ToolIterationLimitError: The model wants tools after the last iteration; the error has
                the history.
            UnknownToolError: The model called a tool of an unknown name.
            TypeError: A tool cannot be described, has a parameter that no call could fill, or a
                keyword is unknown.
            OutputError: The final answer does not fit the format.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/chat`, once per iteration.
        """
        raise NotImplementedError

    def _tool_run(
        self,
        messages: Any,
        tools: Any,
        format: Any,
        rules: Mapping[str, Any],
        chat: Mapping[str, Any],
    ) -> Any:
        """Return the plan of `run_tools`."""
        from ._tools import loop  # which most programs do without

        _demand("run_tools", "ChatSettings", chat, rules)
        return loop.Plan.of(messages, tools, format, rules, self._allow_image_paths)

    def _chat_plan(
        self, messages: Any, format: Any, max_reasks: int, chat: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        """Return the plan of `parse`, and the format to ask with."""
        from ._output import parse
        from ._output.formats import OutputType

        _demand("parse", "ChatSettings", chat, ("format", "max_reasks", "stream"))
        output = OutputType.of(format)
        # Read now and once: files that are open, and iterators, have nothing for a second asking.
        asked = _requests.wire_messages(messages, self._allow_image_paths)
        return parse.chat_plan(asked, output, max_reasks), output.schema

    def _generate_plan(
        self, prompt: Any, format: Any, max_reasks: int, generate: dict[str, Any]
    ) -> tuple[Any, Any]:
        """Return the plan of `parse_generate`, and the format to ask with."""
        from ._output import parse
        from ._output.formats import OutputType

        _demand("parse_generate", "GenerateSettings", generate, ("format", "max_reasks", "stream"))
        output = OutputType.of(format)
        plan = parse.generate_plan(prompt, output, max_reasks)
        if generate.get("images") is not None:  # read once, as above
            images = _requests.wire_images(generate["images"], self._allow_image_paths)
            generate["images"] = images
        return plan, output.schema


def _demand(function: str, keywords: str, given: Mapping[str, Any], own: Any) -> None:
    """Refuse keywords that the method below does not know, before anything is sent."""
    if given:
        known = getattr(_given, keywords).__annotations__
        _requests.demand_keywords(function, given, known, own)


@_documented
class Client(sync.Client, _Loops):
    """All methods of `Client`."""

    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[V]: ...
    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.ParsedStream[_models.ChatResponse[V]]: ...
    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any]: ...
    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.ParsedStream[_models.ChatResponse[Any]]: ...
    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.ParsedStream[_models.ChatResponse[Any]]: ...
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.ParsedStream[_models.ChatResponse[Any]]:
        from ._output.parse import ParsedStream, carry_out

        given: dict[str, Any] = {**chat}
        plan, schema = self._chat_plan(messages, format, max_reasks, given)
        ask: Any = partial(self.chat, model, format=schema, stream=stream, **given)
        return ParsedStream[Any](plan, ask) if stream else carry_out(plan, ask)

    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[V]: ...
    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _given.ParsedStream[_models.GenerateResponse[V]]: ...
    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any]: ...
    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _given.ParsedStream[_models.GenerateResponse[Any]]: ...
    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any] | _given.ParsedStream[_models.GenerateResponse[Any]]: ...
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any] | _given.ParsedStream[_models.GenerateResponse[Any]]:
        from ._output.parse import ParsedStream, carry_out

        given: dict[str, Any] = {**generate}
        plan, schema = self._generate_plan(prompt, format, max_reasks, given)
        ask: Any = partial(self.generate, model, format=schema, stream=stream, **given)
        return ParsedStream[Any](plan, ask) if stream else carry_out(plan, ask)

    @overload
    def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult: ...
    @overload
    def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRun: ...
    @overload
    def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: bool,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult | _given.ToolRun: ...
    def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        tools: _given.Tools,
        max_iterations: int = 10,
        max_parallel: int = 8,
        approve: _given.Approve = None,
        on_event: _given.OnEvent = None,
        unknown_tools: Literal["raise", "tell"] = "raise",
        tool_errors: Literal["raise", "tell"] = "tell",
        stream: bool = False,
        format: _given.Format = None,
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.ToolRunResult | _given.ToolRun:
        from ._tools.run import run_tools

        rules = {
            "max_iterations": max_iterations,
            "max_parallel": max_parallel,
            "approve": approve,
            "on_event": on_event,
            "unknown_tools": unknown_tools,
            "tool_errors": tool_errors,
        }
        plan = self._tool_run(messages, tools, format, rules, chat)
        return run_tools(self, plan, {"model": model, **chat}, stream=bool(stream))


@_documented
class AsyncClient(asynchronous.AsyncClient, _Loops):
    """All methods of `AsyncClient`."""

    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[V]: ...
    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.AsyncParsedStream[_models.ChatResponse[V]]: ...
    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any]: ...
    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.AsyncParsedStream[_models.ChatResponse[Any]]: ...
    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.AsyncParsedStream[_models.ChatResponse[Any]]: ...
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.AsyncParsedStream[_models.ChatResponse[Any]]:
        from ._output.parse import AsyncParsedStream, acarry_out

        given: dict[str, Any] = {**chat}
        plan, schema = self._chat_plan(messages, format, max_reasks, given)
        ask: Any = partial(self.chat, model, format=schema, stream=stream, **given)
        return await (AsyncParsedStream[Any].begin(plan, ask) if stream else acarry_out(plan, ask))

    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[V]: ...
    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _given.AsyncParsedStream[_models.GenerateResponse[V]]: ...
    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any]: ...
    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _given.AsyncParsedStream[_models.GenerateResponse[Any]]: ...
    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **generate: Unpack[_given.GenerateSettings],
    ) -> (
        _models.GenerateResponse[Any] | _given.AsyncParsedStream[_models.GenerateResponse[Any]]
    ): ...
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any] | _given.AsyncParsedStream[_models.GenerateResponse[Any]]:
        from ._output.parse import AsyncParsedStream, acarry_out

        given: dict[str, Any] = {**generate}
        plan, schema = self._generate_plan(prompt, format, max_reasks, given)
        ask: Any = partial(self.generate, model, format=schema, stream=stream, **given)
        return await (AsyncParsedStream[Any].begin(plan, ask) if stream else acarry_out(plan, ask))

    @overload
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult: ...
    @overload
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[RunArguments],
    ) -> _given.AsyncToolRun: ...
    @overload
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: bool,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult | _given.AsyncToolRun: ...
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        tools: _given.Tools,
        max_iterations: int = 10,
        max_parallel: int = 8,
        approve: _given.Approve = None,
        on_event: _given.OnEvent = None,
        unknown_tools: Literal["raise", "tell"] = "raise",
        tool_errors: Literal["raise", "tell"] = "tell",
        stream: bool = False,
        format: _given.Format = None,
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.ToolRunResult | _given.AsyncToolRun:
        from ._tools.run import arun_tools

        rules = {
            "max_iterations": max_iterations,
            "max_parallel": max_parallel,
            "approve": approve,
            "on_event": on_event,
            "unknown_tools": unknown_tools,
            "tool_errors": tool_errors,
        }
        plan = self._tool_run(messages, tools, format, rules, chat)
        return await arun_tools(self, plan, {"model": model, **chat}, stream=bool(stream))
