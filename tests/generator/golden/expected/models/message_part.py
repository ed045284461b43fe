# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""MessagePart, an object of the API."""

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
from .message_part_source import MessagePartSource

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class MessagePart(WireModel):
    """The API's `MessagePart`."""

    __module__ = "ollama_client.models"
    __qualname__ = "Message.Part"
    from .message_part_source import Source as Source

    text: str | None = None
    source: MessagePartSource | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            text: str | None = None,
            source: MessagePartSource | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.text = get("text")
        self.source = (
            MessagePartSource.from_dict(value) if (value := get("source")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "text": self.text,
                "source": to_wire(self.source),
            }
        )


#: The name of the class inside `Message`.
Part = MessagePart
