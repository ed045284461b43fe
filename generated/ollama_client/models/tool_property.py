# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ToolProperty, an object of the API."""

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

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ToolProperty(WireModel, omit_unset=("anyOf", "properties", "required")):
    """JSON Schema of one parameter. The server keeps the keys listed here and drops all others,
    including `$ref`.
    """

    __module__ = "ollama_client.models"
    __qualname__ = "Tool.Function.Parameters.Property"

    type: str | list[str] | None = None
    """JSON Schema type name, or a list of them."""
    items: Any = None
    """JSON Schema of the items of a list. Any JSON value."""
    description: str | None = None
    """What the parameter means."""
    enum: list[Any] | None = None
    """The allowed values."""
    anyOf: list[ToolProperty] | None = None
    """Alternatives, one of which must match."""
    properties: dict[str, ToolProperty] | None = None
    """Fields of an object parameter, by name. The order is kept. Since Ollama 0.13.5."""
    required: list[str] | None = None
    """Names of the required fields of an object parameter. Since Ollama 0.13.5."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: str | Sequence[str] | None = None,
            items: Any = None,
            description: str | None = None,
            enum: Sequence[Any] | None = None,
            anyOf: Sequence[ToolProperty | Mapping[str, Any]] | None = None,
            properties: Mapping[str, ToolProperty | Mapping[str, Any]] | None = None,
            required: Sequence[str] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.items = get("items")
        self.description = get("description")
        self.enum = get("enum")
        self.anyOf = (
            [ToolProperty.from_dict(item) for item in value]
            if (value := get("anyOf")) is not None
            else ABSENT
        )
        self.properties = (
            {key: ToolProperty.from_dict(item) for key, item in value.items()}
            if (value := get("properties")) is not None
            else ABSENT
        )
        self.required = get("required")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "items": self.items,
                "description": self.description,
                "enum": self.enum,
                "anyOf": to_wire(self.anyOf),
                "properties": to_wire(self.properties),
                "required": self.required,
            }
        )


#: The name of the class inside `Tool.Function.Parameters`.
Property = ToolProperty
