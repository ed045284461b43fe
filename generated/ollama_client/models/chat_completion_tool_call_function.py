# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionToolCallFunction, an object of the API."""

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
class ChatCompletionToolCallFunction(WireModel):
    """The function of a tool call."""

    name: str = unset()
    """Name of the function, as the request gave it."""
    arguments: str = unset()
    """Arguments by parameter name, as the text of a JSON object. Native routes have the object
    itself.
    """

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.name = get("name")
        self.arguments = get("arguments")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "name": self.name,
                "arguments": self.arguments,
            }
        )
