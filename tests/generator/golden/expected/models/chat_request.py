# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatRequest, an object of the API."""

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
from .message import Message

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatRequest(WireModel):
    """The API's `ChatRequest`."""

    messages: list[Message]
    format: str | None = None
    """The name of a builtin, which stays as it is."""
    stream: bool | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            messages: Sequence[Message | Mapping[str, Any]],
            format: str | None = None,
            stream: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.messages = (
            [Message.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.format = get("format")
        self.stream = get("stream")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "messages": to_wire(self.messages),
                "format": self.format,
                "stream": self.stream,
            }
        )
