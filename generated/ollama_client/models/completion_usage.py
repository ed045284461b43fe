# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionUsage, an object of the API."""

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
class CompletionUsage(WireModel):
    """Tokens read and written."""

    prompt_tokens: int = unset()
    """Tokens of the prompt."""
    completion_tokens: int = unset()
    """Tokens of the answer."""
    total_tokens: int = unset()
    """Sum of the two."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.prompt_tokens = get("prompt_tokens")
        self.completion_tokens = get("completion_tokens")
        self.total_tokens = get("total_tokens")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "prompt_tokens": self.prompt_tokens,
                "completion_tokens": self.completion_tokens,
                "total_tokens": self.total_tokens,
            }
        )
