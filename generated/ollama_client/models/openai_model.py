# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiModel, an object of the API."""

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
class OpenaiModel(WireModel):
    """A model."""

    id: str = unset()
    """Name of the model, as other calls take it."""
    object: str = unset()
    """Kind of object, always `model`."""
    created: int = unset()
    """When the model last changed on this server, in seconds since 1970 (UTC)."""
    owned_by: str = unset()
    """Namespace of the model, `library` for public ones."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.object = get("object")
        self.created = get("created")
        self.owned_by = get("owned_by")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "object": self.object,
                "created": self.created,
                "owned_by": self.owned_by,
            }
        )
