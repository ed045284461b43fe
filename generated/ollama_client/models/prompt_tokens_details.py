# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""PromptTokensDetails, an object of the API."""

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
class PromptTokensDetails(WireModel):
    """More about the tokens of a prompt."""

    cached_tokens: int = unset()
    """Tokens that were read by an earlier call."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.cached_tokens = get("cached_tokens")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "cached_tokens": self.cached_tokens,
            }
        )
