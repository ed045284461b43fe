# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionAudio, an object of the API."""

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
class ChatCompletionAudio(WireModel):
    """A sound."""

    data: str
    """The bytes of the recording as Base64."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.data = get("data")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "data": self.data,
            }
        )
