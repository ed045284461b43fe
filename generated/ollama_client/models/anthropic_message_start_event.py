# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessageStartEvent, an object of the API."""

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
from .anthropic_message import AnthropicMessage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessageStartEvent(WireModel):
    """The answer begins."""

    type: Literal["message_start"] = "message_start"
    """Kind of event."""
    message: AnthropicMessage = unset()
    """The answer without content."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["message_start"] = "message_start",
            message: AnthropicMessage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.message = (
            AnthropicMessage.from_dict(value) if (value := get("message")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "message": to_wire(self.message),
            }
        )
