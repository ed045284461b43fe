# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesFunctionCallOutput, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesFunctionCallOutput(WireModel):
    """The result of a function that the model called."""

    type: Literal["function_call_output"] = "function_call_output"
    """Kind of item."""
    call_id: str
    """The `call_id` of the call."""
    output: str
    """What the function returned."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.call_id = get("call_id")
        self.output = get("output")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "call_id": self.call_id,
                "output": self.output,
            }
        )
