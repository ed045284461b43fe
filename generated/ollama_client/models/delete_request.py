# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""DeleteRequest, an object of the API."""

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
class DeleteRequest(WireModel, omit_unset=("name",), deprecated=("name",)):
    """The model to delete."""

    model: str
    """Name of the model, `name[:tag]`."""
    name: str | None = None
    """Deprecated. Older name of `model`, used only if that is empty. Use `model` instead."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.name = get("name")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "name": self.name,
            }
        )
