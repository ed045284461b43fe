# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMetadata, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMetadata(WireModel):
    """Facts about the request; ignored."""

    user_id: str | None = None
    """Who asks."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.user_id = get("user_id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "user_id": self.user_id,
            }
        )
