"""Owns the events, the result and the errors of a run of tools."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal, TypeAlias, cast

import attrs
from ollama_client.errors import OllamaError

from ollama._types import ChatResponse, Message

__all__ = [
    "TextEvent",
    "ThinkingEvent",
    "ToolCallEvent",
    "ToolIterationLimitError",
    "ToolLoopError",
    "ToolResultEvent",
    "ToolRunEvent",
    "ToolRunResult",
    "TurnEvent",
    "UnknownToolError",
]


# ---------------------------------------------------------------------- events


@attrs.frozen(kw_only=True)
class TextEvent:
    """Text of the answer: a piece if the run streams, otherwise the whole text of a turn."""

    text: str
    """Never empty."""
    type: Literal["text"] = "text"


@attrs.frozen(kw_only=True)
class ThinkingEvent:
    """Thinking of the model: a piece if the run streams, otherwise all of a turn."""

    text: str
    """Never empty."""
    type: Literal["thinking"] = "thinking"


@attrs.frozen(kw_only=True)
class TurnEvent:
    """The model has answered. The tool calls in its answer come next."""

    response: ChatResponse
    """The complete answer, also if the run streams."""
    iteration: int
    """Number of this call of the model, from 1."""
    type: Literal["turn"] = "turn"


@attrs.frozen(kw_only=True)
class ToolCallEvent:
    """The model has asked for a tool call, which has not been made yet."""

    id: str | None
    """Identifies the call; None if the server does not send it."""
    name: str
    """Name of the tool."""
    arguments: dict[str, Any]
    """The arguments as the model sent them, neither checked nor converted."""
    iteration: int
    """Number of the call of the model that asked for it, from 1."""
    type: Literal["tool_call"] = "tool_call"


@attrs.frozen(kw_only=True)
class ToolResultEvent:
    """A tool has returned or failed, or its call was refused."""

    id: str | None
    """The id of the call."""
    name: str
    """Name of the tool."""
    content: str
    """The text that is sent to the model."""
    error: Exception | None = None
    """The exception of the tool, or the reason why it was not called: a `ToolArgumentsError` for
    invalid arguments, a `ToolError` for a refusal or an unknown tool.
    """
    duration: timedelta = timedelta()
    """How long the tool ran; zero if it was not called."""
    type: Literal["tool_result"] = "tool_result"


ToolRunEvent: TypeAlias = TextEvent | ThinkingEvent | TurnEvent | ToolCallEvent | ToolResultEvent
"""An event of a run. `event.type` distinguishes the kinds."""

Verdict: TypeAlias = bool | str | None
"""Result of an approval: True or None allows the call, False or a text for the model refuses it."""

Approve: TypeAlias = Callable[[ToolCallEvent], Verdict | Awaitable[Verdict]] | None
"""Called before each tool call, to allow or refuse it."""

OnEvent: TypeAlias = Callable[[ToolRunEvent], object] | None
"""Called with every event. May be a coroutine function. Its result is ignored."""


# ---------------------------------------------------------------------- result and errors


@attrs.frozen(kw_only=True)
class ToolRunResult:
    """The result of a run: the final answer, and all turns before it."""

    response: ChatResponse
    """The last answer of the model."""
    responses: tuple[ChatResponse, ...]
    """The answers of all turns."""
    messages: list[Message]
    """The whole history, including the messages that were passed in. It can be sent again."""
    pending_calls: tuple[Message.ToolCall, ...] = ()
    """Calls of tools that were given as definitions, without a callable. They end the run: append a
    message with the role `tool` for each, and run again.
    """

    @property
    def message(self) -> Message:
        """The last message of the model."""
        return assistant_message(self.response)

    @property
    def text(self) -> str:
        """The text of the last message; empty if there is none."""
        return self.response.text

    @property
    def parsed(self) -> Any:
        """The parsed value of the text if a `format` was given, otherwise None."""
        return self.response.parsed

    @property
    def iterations(self) -> int:
        """How often the model was called."""
        return len(self.responses)


class ToolLoopError(OllamaError):
    """A run could not be completed, although the server answered."""

    def __init__(self, text: str, response: ChatResponse, messages: list[Message]) -> None:
        super().__init__(text, response, messages)
        self.response = response
        """The last answer of the model. Its tool calls were not carried out."""
        self.messages = messages
        """The history before that answer. It can be sent again."""

    def __str__(self) -> str:
        return str(self.args[0])


class ToolIterationLimitError(ToolLoopError):
    """The model was called `max_iterations` times, and still asks for tools."""


class UnknownToolError(ToolLoopError):
    """The model called a tool that does not exist."""


def assistant_message(response: ChatResponse) -> Message:
    """Return the message of an answer. A missing role is added."""
    # Servers that imitate Ollama may send neither. Type checkers trust the description.
    message = cast("Message | None", response.message)
    if message is not None and message.role:
        return message
    fields = {} if message is None else message.to_dict()
    return Message.from_dict({"role": "assistant", "content": "", **fields})
