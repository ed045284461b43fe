# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionMessage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .chat_completion_tool_call import ChatCompletionToolCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionMessage(WireModel):
    """What the model said. It can be appended to the conversation and sent back."""

    role: Literal["system", "user", "assistant", "tool"] | str = unset()
    """Who speaks, the assistant."""
    content: str = unset()
    """The text; empty when the model only called tools."""
    reasoning: str | None = None
    """The reasoning before the text; absent when there was none."""
    tool_calls: list[ChatCompletionToolCall] | None = None
    """Tools that the model wants called; absent when there are none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            role: Literal["system", "user", "assistant", "tool"] | str | None = None,
            content: str | None = None,
            reasoning: str | None = None,
            tool_calls: Sequence[ChatCompletionToolCall | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.role = get("role")
        self.content = get("content")
        self.reasoning = get("reasoning")
        self.tool_calls = (
            [ChatCompletionToolCall.from_dict(item) for item in value]
            if (value := get("tool_calls")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "role": self.role,
                "content": self.content,
                "reasoning": self.reasoning,
                "tool_calls": to_wire(self.tool_calls),
            }
        )
