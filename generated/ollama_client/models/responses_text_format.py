# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesTextFormat, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesTextFormat(WireModel, wire={"schema_": "schema"}):
    """Shape of a text."""

    type: Literal["text", "json_schema"] | str = unset()
    """`json_schema` asks for JSON that matches a schema; everything else means no constraint."""
    name: str | None = None
    """Name of the schema; without effect."""
    schema_: dict[str, Any] | None = None
    """JSON Schema, handed to the model runner unchanged. Wire name: `schema`."""
    strict: bool | None = None
    """Repeated in the answer; without effect."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["text", "json_schema"] | str | None = None,
            name: str | None = None,
            schema_: Mapping[str, Any] | None = None,
            strict: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.name = get("name")
        self.schema_ = to_object(value) if (value := get("schema")) is not None else ABSENT
        self.strict = get("strict")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "name": self.name,
                "schema": to_wire(self.schema_),
                "strict": self.strict,
            }
        )
