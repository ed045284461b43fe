# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""VersionResponse, an object of the API."""

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
class VersionResponse(WireModel):
    """The server's version."""

    version: str = unset()
    """Version of the server. `0.0.0` for development builds."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.version = get("version")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "version": self.version,
            }
        )
