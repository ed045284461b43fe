# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesOutputTokensDetails, an object of the API."""

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
class ResponsesOutputTokensDetails(WireModel):
    """More about the tokens of the output."""

    reasoning_tokens: int = unset()
    """Tokens of the reasoning; always 0 so far."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.reasoning_tokens = get("reasoning_tokens")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "reasoning_tokens": self.reasoning_tokens,
            }
        )
