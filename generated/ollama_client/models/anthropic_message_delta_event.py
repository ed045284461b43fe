# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessageDeltaEvent, an object of the API."""

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
from .anthropic_message_delta import AnthropicMessageDelta
from .anthropic_usage import AnthropicUsage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessageDeltaEvent(WireModel):
    """The answer is complete."""

    type: Literal["message_delta"] = "message_delta"
    """Kind of event."""
    delta: AnthropicMessageDelta = unset()
    """What is added to the answer."""
    usage: AnthropicUsage = unset()
    """Tokens read and written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["message_delta"] = "message_delta",
            delta: AnthropicMessageDelta | Mapping[str, Any] | None = None,
            usage: AnthropicUsage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.delta = (
            AnthropicMessageDelta.from_dict(value)
            if (value := get("delta")) is not None
            else ABSENT
        )
        self.usage = (
            AnthropicUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "delta": to_wire(self.delta),
                "usage": to_wire(self.usage),
            }
        )
