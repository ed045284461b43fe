# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicUsage, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicUsage(WireModel):
    """Tokens read and written."""

    input_tokens: int = unset()
    """Tokens of the conversation that were not cached; before Ollama 0.34.0 all of them."""
    output_tokens: int = unset()
    """Tokens of the answer so far."""
    cache_read_input_tokens: int | None = None
    """Tokens of the conversation that were read by an earlier call; absent if the runner does not
    report it. Since Ollama 0.34.0.
    """

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.input_tokens = get("input_tokens")
        self.output_tokens = get("output_tokens")
        self.cache_read_input_tokens = get("cache_read_input_tokens")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "input_tokens": self.input_tokens,
                "output_tokens": self.output_tokens,
                "cache_read_input_tokens": self.cache_read_input_tokens,
            }
        )
