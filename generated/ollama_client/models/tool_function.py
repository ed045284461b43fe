# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ToolFunction, an object of the API."""

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
    unset,
)
from .tool_function_parameters import ToolFunctionParameters

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ToolFunction(WireModel):
    """Name, description and parameters of a function."""

    __module__ = "ollama_client.models"
    __qualname__ = "Tool.Function"
    from .tool_function_parameters import Parameters as Parameters

    name: str = unset()
    """Name that the model uses to call the function."""
    description: str | None = None
    """What the function does. The model uses it to choose a function."""
    parameters: ToolFunctionParameters | None = None
    """The parameters, in the subset of JSON Schema that the server supports."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str | None = None,
            description: str | None = None,
            parameters: ToolFunctionParameters | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.name = get("name")
        self.description = get("description")
        self.parameters = (
            ToolFunctionParameters.from_dict(value)
            if (value := get("parameters")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "name": self.name,
                "description": self.description,
                "parameters": to_wire(self.parameters),
            }
        )


#: The name of the class inside `Tool`.
Function = ToolFunction
