# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CopyRequest, an object of the API."""

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
class CopyRequest(WireModel):
    """The model to copy and the name of the copy."""

    source: str
    """Name of the model to copy."""
    destination: str
    """Name of the copy."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.source = get("source")
        self.destination = get("destination")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "source": self.source,
                "destination": self.destination,
            }
        )
