# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessagesRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    model,
    new,
    to_wire,
)
from .anthropic_message_param import AnthropicMessageParam
from .anthropic_metadata import AnthropicMetadata
from .anthropic_output_config import AnthropicOutputConfig
from .anthropic_text_block import AnthropicTextBlock
from .anthropic_thinking import AnthropicThinking
from .anthropic_tool import AnthropicTool
from .anthropic_tool_choice import AnthropicToolChoice

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessagesRequest(WireModel):
    """A conversation to continue."""

    model: str
    """Name of the model, `name[:tag]`."""
    max_tokens: int
    """Most tokens to generate."""
    messages: list[AnthropicMessageParam]
    """The conversation so far, oldest message first; at least one message."""
    system: str | list[AnthropicTextBlock] | None = None
    """System message before the conversation."""
    tools: list[AnthropicTool] | None = None
    """Tools the model may call. The model needs the `tools` capability."""
    stream: bool | None = None
    """If this is true the server answers with a stream of events (text/event-stream) instead of one
    JSON object.
    """
    temperature: float | None = None
    """Randomness of sampling; 0 always takes the most likely token. Without it the model's own."""
    top_p: float | None = None
    """Sample from the most likely tokens that together reach this probability. Without it the
    model's own.
    """
    top_k: int | None = None
    """Sample from this many most likely tokens. Without it the model's own."""
    stop_sequences: list[str] | None = None
    """Sequences that end the answer and are left out of it."""
    thinking: AnthropicThinking | None = None
    """Reason before answering. Wins over `output_config`; dropped for a model that cannot think."""
    output_config: AnthropicOutputConfig | None = None
    """How hard to reason."""
    tool_choice: AnthropicToolChoice | None = None
    """Ignored."""
    metadata: AnthropicMetadata | None = None
    """Ignored."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            max_tokens: int,
            messages: Sequence[AnthropicMessageParam | Mapping[str, Any]],
            system: str | Sequence[AnthropicTextBlock | Mapping[str, Any]] | None = None,
            tools: Sequence[AnthropicTool | Mapping[str, Any]] | None = None,
            stream: bool | None = None,
            temperature: float | None = None,
            top_p: float | None = None,
            top_k: int | None = None,
            stop_sequences: Sequence[str] | None = None,
            thinking: AnthropicThinking | Mapping[str, Any] | None = None,
            output_config: AnthropicOutputConfig | Mapping[str, Any] | None = None,
            tool_choice: AnthropicToolChoice | Mapping[str, Any] | None = None,
            metadata: AnthropicMetadata | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.max_tokens = get("max_tokens")
        self.messages = (
            [AnthropicMessageParam.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.system = (
            ([AnthropicTextBlock.from_dict(item) for item in value] if is_list(value) else value)
            if (value := get("system")) is not None
            else ABSENT
        )
        self.tools = (
            [AnthropicTool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        self.temperature = get("temperature")
        self.top_p = get("top_p")
        self.top_k = get("top_k")
        self.stop_sequences = get("stop_sequences")
        self.thinking = (
            AnthropicThinking.from_dict(value) if (value := get("thinking")) is not None else ABSENT
        )
        self.output_config = (
            AnthropicOutputConfig.from_dict(value)
            if (value := get("output_config")) is not None
            else ABSENT
        )
        self.tool_choice = (
            AnthropicToolChoice.from_dict(value)
            if (value := get("tool_choice")) is not None
            else ABSENT
        )
        self.metadata = (
            AnthropicMetadata.from_dict(value) if (value := get("metadata")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "max_tokens": self.max_tokens,
                "messages": to_wire(self.messages),
                "system": to_wire(self.system),
                "tools": to_wire(self.tools),
                "stream": self.stream,
                "temperature": self.temperature,
                "top_p": self.top_p,
                "top_k": self.top_k,
                "stop_sequences": self.stop_sequences,
                "thinking": to_wire(self.thinking),
                "output_config": to_wire(self.output_config),
                "tool_choice": to_wire(self.tool_choice),
                "metadata": to_wire(self.metadata),
            }
        )
