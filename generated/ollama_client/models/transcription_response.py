# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TranscriptionResponse, an object of the API."""

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
class TranscriptionResponse(WireModel):
    """What is said in the recording."""

    text: str = unset()
    """The text."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.text = get("text")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "text": self.text,
            }
        )
