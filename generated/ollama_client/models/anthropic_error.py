# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicError, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .anthropic_error_details import AnthropicErrorDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicError(WireModel):
    """Body of a failed call of the Anthropic routes."""

    type: str = unset()
    """Kind of object, always `error`."""
    error: AnthropicErrorDetails = unset()
    """What went wrong."""
    request_id: str | None = None
    """Identifies the request; it is not kept."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.error = (
            AnthropicErrorDetails.from_dict(value)
            if (value := get("error")) is not None
            else ABSENT
        )
        self.request_id = get("request_id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "error": to_wire(self.error),
                "request_id": self.request_id,
            }
        )
