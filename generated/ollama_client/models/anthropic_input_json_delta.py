# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicInputJsonDelta, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

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
class AnthropicInputJsonDelta(WireModel):
    """The arguments of a tool call."""

    type: Literal["input_json_delta"] = "input_json_delta"
    """Kind of piece."""
    partial_json: str = unset()
    """The text of a JSON object; Ollama sends it whole."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["input_json_delta"] = "input_json_delta",
            partial_json: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.partial_json = get("partial_json")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "partial_json": self.partial_json,
            }
        )
