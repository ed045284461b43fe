# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessageStopEvent, an object of the API."""

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
class AnthropicMessageStopEvent(WireModel):
    """The end of the stream."""

    type: Literal["message_stop"] = "message_stop"
    """Kind of event."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["message_stop"] = "message_stop",
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
            }
        )
