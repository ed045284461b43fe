# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionResponseFormat, an object of the API."""

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
)
from .chat_completion_json_schema import ChatCompletionJsonSchema

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionResponseFormat(WireModel):
    """Shape the answer has to have."""

    type: Literal["text", "json_object", "json_schema"] | str
    """`json_object` asks for any valid JSON, `json_schema` for JSON that matches a schema.
    Everything else means no constraint.
    """
    json_schema: ChatCompletionJsonSchema | None = None
    """The schema, for the type `json_schema`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["text", "json_object", "json_schema"] | str,
            json_schema: ChatCompletionJsonSchema | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.json_schema = (
            ChatCompletionJsonSchema.from_dict(value)
            if (value := get("json_schema")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "json_schema": to_wire(self.json_schema),
            }
        )
