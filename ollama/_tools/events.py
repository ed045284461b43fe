"""Owns what a run of tools tells: its events while it goes on, its result, its errors."""

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
    """Text of the answer: a piece of it when the run streams, else the whole of a turn."""

    text: str
    """Never empty."""
    type: Literal["text"] = "text"


@attrs.frozen(kw_only=True)
class ThinkingEvent:
    """Reasoning of a thinking model: a piece of it when the run streams, else that of a turn."""

    text: str
    """Never empty."""
    type: Literal["thinking"] = "thinking"


@attrs.frozen(kw_only=True)
class TurnEvent:
    """The model has answered; calls of its answer come next."""

    response: ChatResponse
    """The whole answer, also when the run streams."""
    iteration: int
    """Which call of the model this was, from 1."""
    type: Literal["turn"] = "turn"


@attrs.frozen(kw_only=True)
class ToolCallEvent:
    """The model wants a tool called; it has not been."""

    id: str | None
    """Identifies the call; None from servers that send none."""
    name: str
    """Name of the tool."""
    arguments: dict[str, Any]
    """As the model gave them, neither checked nor converted."""
    iteration: int
    """Which call of the model asked for it, from 1."""
    type: Literal["tool_call"] = "tool_call"


@attrs.frozen(kw_only=True)
class ToolResultEvent:
    """A tool has returned or failed, or its call was refused."""

    id: str | None
    """The id of the call."""
    name: str
    """Name of the tool."""
    content: str
    """What the model is told."""
    error: Exception | None = None
    """What the tool raised, or why it was not called: a `ToolArgumentsError` for arguments that do
    not fit, a `ToolError` for a refusal or an unknown tool.
    """
    duration: timedelta = timedelta()
    """How long the tool ran; zero when it was not called."""
    type: Literal["tool_result"] = "tool_result"


ToolRunEvent: TypeAlias = TextEvent | ThinkingEvent | TurnEvent | ToolCallEvent | ToolResultEvent
"""What a run tells while it goes on; `event.type` tells them apart."""

Verdict: TypeAlias = bool | str | None
"""Of an approval: True or None allows, False or a text refuses; the model is told the text."""

Approve: TypeAlias = Callable[[ToolCallEvent], Verdict | Awaitable[Verdict]] | None
"""Asked before each call of a tool."""

OnEvent: TypeAlias = Callable[[ToolRunEvent], object] | None
"""Told every event; may be a coroutine function. What it returns is ignored."""


# ---------------------------------------------------------------------- result and errors


@attrs.frozen(kw_only=True)
class ToolRunResult:
    """What a run came to: the final message, and how it came about."""

    response: ChatResponse
    """The last answer of the model."""
    responses: tuple[ChatResponse, ...]
    """The answers of all turns."""
    messages: list[Message]
    """The whole history, what was given included: ready to be sent again."""
    pending_calls: tuple[Message.ToolCall, ...] = ()
    """Calls of tools that were given as definitions, without a callable. The run ends with them:
    append a message of role tool for each, and run again.
    """

    @property
    def message(self) -> Message:
        """The last message of the model."""
        return assistant_message(self.response)

    @property
    def text(self) -> str:
        """The text of that message; empty where there is none."""
        return self.response.text

    @property
    def parsed(self) -> Any:
        """The value of that text, where a `format` was given; else None."""
        return self.response.parsed

    @property
    def iterations(self) -> int:
        """How often the model was called."""
        return len(self.responses)


class ToolLoopError(OllamaError):
    """A run that could not come to its end, though the server answered."""

    def __init__(self, text: str, response: ChatResponse, messages: list[Message]) -> None:
        super().__init__(text, response, messages)
        self.response = response
        """The last answer of the model; its calls were not carried out."""
        self.messages = messages
        """The history before that answer: ready to be sent again."""

    def __str__(self) -> str:
        return str(self.args[0])


class ToolIterationLimitError(ToolLoopError):
    """The model was called as often as allowed, and still wants tools."""


class UnknownToolError(ToolLoopError):
    """The model called a tool that it was not offered."""


def assistant_message(response: ChatResponse) -> Message:
    """Return the message of an answer, with a role even if the server left it out."""
    # A server that merely speaks like Ollama may send neither; checkers trust the description.
    message = cast("Message | None", response.message)
    if message is not None and message.role:
        return message
    fields = {} if message is None else message.to_dict()
    return Message.from_dict({"role": "assistant", "content": "", **fields})
