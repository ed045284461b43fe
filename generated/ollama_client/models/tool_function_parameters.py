# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ToolFunctionParameters, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from .tool_property import ToolProperty

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ToolFunctionParameters(WireModel, wire={"defs": "$defs"}):
    """JSON Schema of a function's parameters. The server keeps the five keys listed here and drops
    all others.
    """

    __module__ = "ollama_client.models"
    __qualname__ = "Tool.Function.Parameters"
    from .tool_property import Property as Property

    type: str | None = "object"
    """Always `object`. Clients should send it, because the server has no default."""
    defs: Any = None
    """Named schemas. Any JSON value. They are passed to the model's template, but references to
    them inside `properties` are not, so inline them. Wire name: `$defs`.
    """
    items: Any = None
    """Any JSON value. Passed to the model's template."""
    required: list[str] | None = None
    """Names of the required parameters."""
    properties: dict[str, ToolProperty] | None = None
    """Parameters by name. The order is kept."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: str | None = "object",
            defs: Any = None,
            items: Any = None,
            required: Sequence[str] | None = None,
            properties: Mapping[str, ToolProperty | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.defs = get("$defs")
        self.items = get("items")
        self.required = get("required")
        self.properties = (
            {key: ToolProperty.from_dict(item) for key, item in value.items()}
            if (value := get("properties")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "$defs": self.defs,
                "items": self.items,
                "required": self.required,
                "properties": to_wire(self.properties),
            }
        )


#: The name of the class inside `Tool.Function`.
Parameters = ToolFunctionParameters
