# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicContentBlockDeltaEvent, an object of the API."""

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
from .anthropic_input_json_delta import AnthropicInputJsonDelta
from .anthropic_text_delta import AnthropicTextDelta
from .anthropic_thinking_delta import AnthropicThinkingDelta

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicContentBlockDeltaEvent(WireModel):
    """A piece of a block."""

    type: Literal["content_block_delta"] = "content_block_delta"
    """Kind of event."""
    index: int = unset()
    """Place of the block in the content of the answer, from 0."""
    delta: (
        AnthropicTextDelta | AnthropicThinkingDelta | AnthropicInputJsonDelta | dict[str, Any]
    ) = unset()
    """What is added to the block."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["content_block_delta"] = "content_block_delta",
            index: int | None = None,
            delta: AnthropicTextDelta
            | Mapping[str, Any]
            | AnthropicThinkingDelta
            | Mapping[str, Any]
            | AnthropicInputJsonDelta
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
        self.delta = (
            tagged(
                value,
                "type",
                {
                    "text_delta": AnthropicTextDelta,
                    "thinking_delta": AnthropicThinkingDelta,
                    "input_json_delta": AnthropicInputJsonDelta,
                },
            )
            if (value := get("delta")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "index": self.index,
                "delta": to_wire(self.delta),
            }
        )
