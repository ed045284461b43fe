# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicToolResultBlock, an object of the API."""

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
from .anthropic_text_block import AnthropicTextBlock

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicToolResultBlock(WireModel):
    """The result of a tool that the model called."""

    type: Literal["tool_result"] = "tool_result"
    """Kind of block."""
    tool_use_id: str
    """The `id` of the block that called the tool."""
    content: str | list[AnthropicTextBlock | AnthropicImageBlock] | None = None
    """What the tool returned."""
    is_error: bool | None = None
    """Whether the tool failed; without effect."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["tool_result"] = "tool_result",
            tool_use_id: str,
            content: str
            | Sequence[
                AnthropicTextBlock | Mapping[str, Any] | (AnthropicImageBlock | Mapping[str, Any])
            ]
            | None = None,
            is_error: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.tool_use_id = get("tool_use_id")
        self.content = (
            (
                [
                    tagged(item, "type", {"text": AnthropicTextBlock, "image": AnthropicImageBlock})
                    for item in value
                ]
                if is_list(value)
                else value
            )
            if (value := get("content")) is not None
            else ABSENT
        )
        self.is_error = get("is_error")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "tool_use_id": self.tool_use_id,
                "content": to_wire(self.content),
                "is_error": self.is_error,
            }
        )
