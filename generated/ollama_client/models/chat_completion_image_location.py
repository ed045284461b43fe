# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionImageLocation, an object of the API."""

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
class ChatCompletionImageLocation(WireModel):
    """Where an image is."""

    url: str
    """A `data:` URI with Base64: `data:image/jpeg;base64,...`, the same with jpg, png or webp, or
    `data:;base64,...`. Web addresses are refused.
    """

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.url = get("url")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "url": self.url,
            }
        )
