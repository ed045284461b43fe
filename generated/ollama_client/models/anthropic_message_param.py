# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessageParam, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    model,
    new,
    tagged,
    to_wire,
)
from .anthropic_image_block import AnthropicImageBlock
from .anthropic_server_tool_use_block import AnthropicServerToolUseBlock
from .anthropic_text_block import AnthropicTextBlock
from .anthropic_thinking_block import AnthropicThinkingBlock
from .anthropic_tool_result_block import AnthropicToolResultBlock
from .anthropic_tool_use_block import AnthropicToolUseBlock
from .anthropic_web_search_result_block import AnthropicWebSearchResultBlock

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessageParam(WireModel):
    """One turn of the conversation that is sent. The role and the content of an answer can be sent
    back as they are.
    """

    role: Literal["user", "assistant"] | str
    """Who speaks. Any word is passed to the model's template, in lower case."""
    content: (
        str
        | list[
            AnthropicTextBlock
            | AnthropicImageBlock
            | AnthropicToolUseBlock
            | AnthropicToolResultBlock
            | AnthropicThinkingBlock
            | AnthropicServerToolUseBlock
            | AnthropicWebSearchResultBlock
        ]
    )
    """What is said."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            role: Literal["user", "assistant"] | str,
            content: str
            | Sequence[
                AnthropicTextBlock
                | Mapping[str, Any]
                | (AnthropicImageBlock | Mapping[str, Any])
                | (AnthropicToolUseBlock | Mapping[str, Any])
                | (AnthropicToolResultBlock | Mapping[str, Any])
                | (AnthropicThinkingBlock | Mapping[str, Any])
                | (AnthropicServerToolUseBlock | Mapping[str, Any])
                | (AnthropicWebSearchResultBlock | Mapping[str, Any])
            ],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.role = get("role")
        self.content = (
            (
                [
                    tagged(
                        item,
                        "type",
                        {
                            "text": AnthropicTextBlock,
                            "image": AnthropicImageBlock,
                            "tool_use": AnthropicToolUseBlock,
                            "tool_result": AnthropicToolResultBlock,
                            "thinking": AnthropicThinkingBlock,
                            "server_tool_use": AnthropicServerToolUseBlock,
                            "web_search_tool_result": AnthropicWebSearchResultBlock,
                        },
                    )
                    for item in value
                ]
                if is_list(value)
                else value
            )
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "role": self.role,
                "content": to_wire(self.content),
            }
        )
