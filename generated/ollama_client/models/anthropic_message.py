# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from .anthropic_server_tool_use_block import AnthropicServerToolUseBlock
from .anthropic_text_block import AnthropicTextBlock
from .anthropic_thinking_block import AnthropicThinkingBlock
from .anthropic_tool_use_block import AnthropicToolUseBlock
from .anthropic_usage import AnthropicUsage
from .anthropic_web_search_result_block import AnthropicWebSearchResultBlock

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessage(WireModel):
    """The model's turn."""

    id: str = unset()
    """Identifies the answer; it is not kept."""
    type: str = unset()
    """Kind of object, always `message`."""
    role: str = unset()
    """Who speaks, always `assistant`."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    content: (
        list[
            AnthropicTextBlock
            | AnthropicThinkingBlock
            | AnthropicToolUseBlock
            | AnthropicServerToolUseBlock
            | AnthropicWebSearchResultBlock
            | dict[str, Any]
        ]
        | None
    ) = unset()
    """What the model said, in order; null when it said nothing."""
    stop_reason: Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"] | str | None = None
    """Why generation ended; absent at the start of a stream, and when the server stopped a model
    that repeated itself.
    """
    stop_sequence: str | None = None
    """The stop sequence that was met; not sent so far."""
    usage: AnthropicUsage = unset()
    """Tokens read and written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: str | None = None,
            role: str | None = None,
            model: str | None = None,
            content: Sequence[
                AnthropicTextBlock
                | Mapping[str, Any]
                | (AnthropicThinkingBlock | Mapping[str, Any])
                | (AnthropicToolUseBlock | Mapping[str, Any])
                | (AnthropicServerToolUseBlock | Mapping[str, Any])
                | (AnthropicWebSearchResultBlock | Mapping[str, Any])
                | Mapping[str, Any]
            ]
            | None = None,
            stop_reason: Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"]
            | str
            | None = None,
            stop_sequence: str | None = None,
            usage: AnthropicUsage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.role = get("role")
        self.model = get("model")
        self.content = (
            [
                tagged(
                    item,
                    "type",
                    {
                        "text": AnthropicTextBlock,
                        "thinking": AnthropicThinkingBlock,
                        "tool_use": AnthropicToolUseBlock,
                        "server_tool_use": AnthropicServerToolUseBlock,
                        "web_search_tool_result": AnthropicWebSearchResultBlock,
                    },
                )
                for item in value
            ]
            if (value := get("content")) is not None
            else ABSENT
        )
        self.stop_reason = get("stop_reason")
        self.stop_sequence = get("stop_sequence")
        self.usage = (
            AnthropicUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "role": self.role,
                "model": self.model,
                "content": to_wire(self.content),
                "stop_reason": self.stop_reason,
                "stop_sequence": self.stop_sequence,
                "usage": to_wire(self.usage),
            }
        )
