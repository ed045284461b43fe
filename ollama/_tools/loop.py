"""Owns the tool loop without I/O: what to do next, and how results are used."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeAlias

import attrs
from ollama_client._runtime.images import Image, encode_images, for_sending
from ollama_client._runtime.model import WireModel, is_mapping
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import demand_count, unexpected, wire_messages
from ollama._output.formats import OutputType
from ollama._output.parse import parsed
from ollama._schemas.parts import plain_value
from ollama._tools.arguments import ToolArgumentsError
from ollama._tools.events import (
    Approve,
    OnEvent,
    ToolCallEvent,
    ToolIterationLimitError,
    ToolResultEvent,
    ToolRunEvent,
    TurnEvent,
    UnknownToolError,
    assistant_message,
)
from ollama._tools.tool import FunctionTool, ToolError, ToolResult
from ollama._tools.wire import tool_list, wire_tools
from ollama._types import ChatResponse, Message

logger = logging.getLogger("ollama")

_REFUSED = "The call was refused."

#: Maximum length of an error that is sent to the model. Its text may contain large data.
_MOST_ERROR_CHARACTERS = 4000


# ---------------------------------------------------------------------- tools


class Toolbox:
    """The tools of a run by name, and their definitions as they are sent."""

    def __init__(self, tools: Any) -> None:
        self.functions: dict[str, FunctionTool[..., Any]] = {}
        self.definitions: list[dict[str, Any]] = []
        self.names: list[str] = []
        for tool in tool_list(tools):
            definition: Any = tool
            if callable(tool) and not isinstance(tool, (WireModel, Mapping)):
                function = FunctionTool.of(tool)
                definition = function.definition
                function.demand_bindable()  # Now, because calling the model may cost money.
                self.functions[function.name] = function
            definition = wire_tools([definition])[0]
            name = definition.get("function", {}).get("name")
            if not isinstance(name, str):
                raise InvalidRequestError(f"tools: a definition has no name: {definition!r}")
            if name in self.names:
                raise InvalidRequestError(f"tools: two tools are named {name!r}")
            self.names.append(name)
            self.definitions.append(definition)


@attrs.define(eq=False)
class Job:
    """One tool call: the model's request, and its outcome."""

    call: Message.ToolCall
    tool: FunctionTool[..., Any] | None
    error: Exception | None = None
    bound: inspect.BoundArguments = attrs.field(init=False, repr=False)
    value: Any = None
    """An awaitable, or the `ToolResult` for the model."""
    is_stopped: bool = False
    """Whether the call was cancelled with the run, and not by the tool."""
    is_fault: bool = False
    """Whether the tool raised an error that was not meant for the model."""
    duration: timedelta = timedelta()

    def bind(self) -> None:
        """Check and convert the arguments. Without a tool, `error` is already set."""
        if self.tool is None:
            return
        # Servers that imitate Ollama send the model's text, even if it is not an object.
        given: Any = self.call.function.arguments or {}
        try:
            if not is_mapping(given):
                text = f"the arguments must be an object, not {type(given).__name__} {given!r}"
                raise ToolArgumentsError(self.tool.name, {"arguments": text})
            self.bound = self.tool.bind(given)
        except ToolArgumentsError as error:
            self.error = error

    def begin(self) -> None:
        """Call the tool. Its result may have to be awaited."""
        tool: Any = self.tool
        with self.watched():
            value = tool(*self.bound.args, **self.bound.kwargs)
            self.value = value if _is_awaitable(value) else _told(value)

    @property
    def is_awaitable(self) -> bool:
        """Whether the value has to be awaited."""
        return self.error is None and _is_awaitable(self.value)

    async def finish(self) -> None:
        """Await the tool's result, or collect everything that it yields."""
        with self.watched():
            if inspect.isasyncgen(self.value):
                self.value = _told([item async for item in self.value])
            else:
                self.value = _told(await self.value)

    @contextmanager
    def watched(self) -> Generator[None]:
        """Record the tool's error and its running time."""
        began = time.perf_counter()
        try:
            yield
        except (ToolError, ToolArgumentsError) as error:
            self.error = error
        except asyncio.CancelledError as error:
            if self.is_stopped:
                raise
            # Raised from here, it would look as if the run itself had been cancelled.
            cancelled = RuntimeError("the tool was cancelled")
            cancelled.__cause__ = error
            self._fail(cancelled)
        except Exception as error:
            self._fail(error)
        finally:
            self.duration += timedelta(seconds=time.perf_counter() - began)

    def _fail(self, error: Exception) -> None:
        self.error, self.is_fault = error, True
        logger.info("tool %s raised %r", self.call.function.name, error, exc_info=error)

    def event(self) -> ToolResultEvent:
        """Return the event for the outcome of the call."""
        return ToolResultEvent(
            id=self.call.id,
            name=self.call.function.name,
            content=self._content[0],
            error=self.error,
            duration=self.duration,
        )

    def message(self) -> Message:
        """Return the message that answers the call."""
        content, images = self._content
        fields = {
            "role": "tool",
            "content": content,
            "images": images or None,
            "tool_name": self.call.function.name,
            "tool_call_id": self.call.id or None,
        }
        return read_messages(fields, False)[0]

    @property
    def _content(self) -> tuple[str, Any]:
        if self.error is None:
            return self.value.content, self.value.images
        text = str(self.error)
        if not isinstance(self.error, ToolError):
            kind = "" if isinstance(self.error, ToolArgumentsError) else type(self.error).__name__
            text = ": ".join(filter(None, ("Error", kind, text)))
        if (left := len(text) - _MOST_ERROR_CHARACTERS) > 0:
            text = f"{text[:_MOST_ERROR_CHARACTERS]}... ({left} more characters)"
        return _text(text), ()


def _is_awaitable(value: Any) -> bool:
    return inspect.isawaitable(value) or inspect.isasyncgen(value)


def _told(value: Any) -> ToolResult:
    """Return a tool's result in the form that is sent: text, and images as Base64."""
    if isinstance(value, Image):
        value = ToolResult("", (value,))
    with for_sending(False):
        if isinstance(value, ToolResult):
            return ToolResult(_text(value.content), tuple(encode_images(value.images)))
        return ToolResult(_text(list(value) if inspect.isgenerator(value) else value))


def _text(value: Any) -> str:
    """Return a tool's result as text: a str unchanged, otherwise JSON, otherwise `str()`."""
    if isinstance(value, str):
        text = value
    else:
        try:
            text = json.dumps(value, ensure_ascii=False, default=_json_value)
        except (TypeError, ValueError):
            text = str(value)
    # File names and decoded output can contain lone surrogates, which cannot be sent.
    return text.encode(errors="replace").decode()


def _json_value(value: Any) -> Any:
    try:
        return plain_value(value)
    except TypeError:
        return str(value)


# ---------------------------------------------------------------------- messages


def read_messages(messages: Any, allow_image_paths: bool | None) -> list[Message]:
    """Convert any accepted form of messages to a list of `Message`. Images are read now."""
    sent = wire_messages(messages, allow_image_paths)
    return [Message.from_dict(fields) for fields in sent]


# ---------------------------------------------------------------------- the plan


@attrs.define
class Ask:
    """Call the model and set `response`."""

    messages: list[Message]
    tools: list[dict[str, Any]]
    format: Any
    is_draft: bool
    """Whether this is not the final answer, because the model is asked again with the format."""
    response: ChatResponse = attrs.field(init=False, repr=False)


@attrs.define
class Approval:
    """Ask the user's hook about a call and set `verdict`."""

    event: ToolCallEvent
    hook: Callable[[ToolCallEvent], Any]
    verdict: Any = attrs.field(init=False, repr=False)


@attrs.define
class Work:
    """Carry out calls concurrently, and report each when it is done."""

    jobs: list[Job]


Action: TypeAlias = Ask | Approval | Work | ToolRunEvent
"""An instruction for the driver. An event is passed on to the user."""


@attrs.frozen(kw_only=True)
class Rules:
    """Settings of a run; see `Client.run_tools`."""

    max_iterations: int = 10
    max_parallel: int = 8
    approve: Approve = None
    on_event: OnEvent = None
    unknown_tools: str = "raise"
    tool_errors: str = "tell"

    def __attrs_post_init__(self) -> None:
        demand_count("max_iterations", self.max_iterations, 1)
        demand_count("max_parallel", self.max_parallel, 1)
        for name, hook in (("approve", self.approve), ("on_event", self.on_event)):
            if hook is not None and not callable(hook):
                raise TypeError(unexpected(name, "a callable or None", hook))
        for name in ("unknown_tools", "tool_errors"):
            if getattr(self, name) not in ("raise", "tell"):
                raise ValueError(unexpected(name, "'raise' or 'tell'", getattr(self, name)))


@attrs.define(eq=False)
class Plan:
    """A run of the tool loop: the messages so far, and the next steps."""

    messages: list[Message]
    _tools: Toolbox
    _output: OutputType[Any] | None
    rules: Rules
    responses: list[ChatResponse] = attrs.field(factory=list[ChatResponse], init=False)
    pending: list[Message.ToolCall] = attrs.field(factory=list[Message.ToolCall], init=False)
    is_done: bool = attrs.field(default=False, init=False)

    @classmethod
    def of(
        cls,
        messages: Any,
        tools: Any,
        format: Any,
        rules: Mapping[str, Any],
        allow_paths: bool | None,
    ) -> Plan:
        """Return the plan for the arguments of `run_tools`."""
        checked = Rules(**rules)
        history = read_messages(messages, allow_paths)
        output = None if format is None or format == "" else OutputType.of(format)
        return cls(history, Toolbox(tools), output, checked)

    def actions(self) -> Iterator[Action]:
        """Yield the actions. Each must be carried out before the next one is requested.

        Only whole turns are added to the history: a call of the model with all tool results.
        """
        # A model cannot call tools while the server enforces a format. So the format is left out as
        # long as the model calls tools, and then the model is asked again with the format.
        is_draft = self._output is not None and bool(self._tools.definitions)
        for iteration in range(1, self.rules.max_iterations + 1):
            response = yield from self._ask(is_draft)
            yield TurnEvent(response=response, iteration=iteration)
            calls = assistant_message(response).tool_calls
            if calls:
                if iteration == self.rules.max_iterations:
                    break
                yield from self._answer(response, calls, iteration)
            elif not is_draft:
                if self._output is not None:
                    self.responses[-1] = parsed(response, self._output)
                self.messages.append(assistant_message(response))
            if self.pending or not (calls or is_draft):
                self.is_done = True
                return
            is_draft = is_draft and bool(calls)
        limit = self.rules.max_iterations
        text = f"the model was called {limit} times without giving a final answer"
        raise ToolIterationLimitError(text, self.responses[-1], list(self.messages))

    def _ask(self, is_draft: bool) -> Generator[Action, None, ChatResponse]:
        tools, format = self._tools.definitions, None
        if self._output is not None and not is_draft:
            tools, format = [], self._output.schema
        ask = Ask(list(self.messages), tools, format, is_draft)
        yield ask
        self.responses.append(ask.response)
        return ask.response

    def _answer(
        self, response: ChatResponse, calls: Iterable[Message.ToolCall], iteration: int
    ) -> Iterator[Action]:
        """Request the tool calls of an answer, and add it to the history."""
        unknown = [it for call in calls if (it := call.function.name) not in self._tools.names]
        if unknown and self.rules.unknown_tools == "raise":
            raise UnknownToolError(self._unknown(unknown[0]), response, list(self.messages))
        jobs: list[Job] = []
        ready: list[Job] = []
        for call in calls:
            given: Any = call.function.arguments
            event = ToolCallEvent(
                id=call.id,
                name=call.function.name,
                arguments=dict(given) if is_mapping(given) else {},  # a server may send anything
                iteration=iteration,
            )
            yield event
            job = self._job(call)
            if job is None:
                self.pending.append(call)
                continue
            jobs.append(job)
            job.bind()
            if job.error is None:
                yield from self._approve(job, event)
            if job.error is None:
                ready.append(job)
            else:
                yield job.event()
        if ready:
            yield Work(ready)
        self.messages += [assistant_message(response), *(job.message() for job in jobs)]

    def _job(self, call: Message.ToolCall) -> Job | None:
        """Return the job for a call, or None if the caller of `run_tools` must carry it out."""
        name = call.function.name
        if name not in self._tools.names:
            return Job(call, None, ToolError(f"Error: {self._unknown(name)}"))
        tool = self._tools.functions.get(name)
        return None if tool is None else Job(call, tool)

    def _unknown(self, name: str) -> str:
        known = ", ".join(map(repr, self._tools.names)) or "none"
        return f"there is no tool {name!r}; the tools are: {known}"

    def _approve(self, job: Job, event: ToolCallEvent) -> Iterator[Action]:
        if self.rules.approve is None:
            return
        approval = Approval(event, self.rules.approve)
        yield approval
        verdict = approval.verdict
        if isinstance(verdict, str) or verdict is False:
            job.error = ToolError(verdict or _REFUSED)
        elif verdict is not None and verdict is not True:
            raise TypeError(unexpected("approve: result", "bool, str or None", verdict))
