# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicContentBlockStartEvent, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
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
from .anthropic_web_search_result_block import AnthropicWebSearchResultBlock

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicContentBlockStartEvent(WireModel):
    """A block begins."""

    type: Literal["content_block_start"] = "content_block_start"
    """Kind of event."""
    index: int = unset()
    """Place of the block in the content of the answer, from 0."""
    content_block: (
        AnthropicTextBlock
        | AnthropicThinkingBlock
        | AnthropicToolUseBlock
        | AnthropicServerToolUseBlock
        | AnthropicWebSearchResultBlock
        | dict[str, Any]
    ) = unset()
    """The block; texts and arguments are empty and follow in pieces."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["content_block_start"] = "content_block_start",
            index: int | None = None,
            content_block: AnthropicTextBlock
            | Mapping[str, Any]
            | AnthropicThinkingBlock
            | Mapping[str, Any]
            | AnthropicToolUseBlock
            | Mapping[str, Any]
            | AnthropicServerToolUseBlock
            | Mapping[str, Any]
            | AnthropicWebSearchResultBlock
            | Mapping[str, Any]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.index = get("index")
        self.content_block = (
            tagged(
                value,
                "type",
                {
                    "text": AnthropicTextBlock,
                    "thinking": AnthropicThinkingBlock,
                    "tool_use": AnthropicToolUseBlock,
                    "server_tool_use": AnthropicServerToolUseBlock,
                    "web_search_tool_result": AnthropicWebSearchResultBlock,
                },
            )
            if (value := get("content_block")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "index": self.index,
                "content_block": to_wire(self.content_block),
            }
        )
