# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionJsonSchema, an object of the API."""

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
class ChatCompletionJsonSchema(WireModel, wire={"schema_": "schema"}):
    """A JSON Schema in the wrapping that OpenAI has for it."""

    schema_: dict[str, Any]
    """JSON Schema, handed to the model runner unchanged. Wire name: `schema`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            schema_: Mapping[str, Any],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.schema_ = to_object(value) if (value := get("schema")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "schema": to_wire(self.schema_),
            }
        )
