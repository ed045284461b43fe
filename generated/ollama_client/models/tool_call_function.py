# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ToolCallFunction, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ToolCallFunction(WireModel, omit_unset=("index",)):
    """The function of a tool call."""

    __module__ = "ollama_client.models"
    __qualname__ = "Message.ToolCall.Function"

    name: str
    """Name of the function, as in the request."""
    arguments: dict[str, Any]
    """Arguments by parameter name, in the model's order. A JSON object, never a string. Empty for a
    call without arguments.
    """
    index: int | None = None
    """Index of the call in the message, from 0. Always present in answers. Since Ollama 0.12.6."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str,
            arguments: Mapping[str, Any],
            index: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.name = get("name")
        self.arguments = to_object(value) if (value := get("arguments")) is not None else ABSENT
        self.index = get("index")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "name": self.name,
                "arguments": to_wire(self.arguments),
                "index": self.index,
            }
        )


#: The name of the class inside `Message.ToolCall`.
Function = ToolCallFunction
