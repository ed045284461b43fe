# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""MessagePartSource, an object of the API."""

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
class MessagePartSource(WireModel):
    """The API's `MessagePartSource`."""

    __module__ = "ollama_client.models"
    __qualname__ = "Message.Part.Source"

    url: str | None = None

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


#: The name of the class inside `Message.Part`.
Source = MessagePartSource
