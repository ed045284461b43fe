# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesOutputMessage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from .responses_output_text import ResponsesOutputText

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesOutputMessage(WireModel):
    """A message of the model."""

    id: str = unset()
    """Identifies the item."""
    type: Literal["message"] = "message"
    """Kind of item."""
    status: Literal["in_progress", "completed", "failed"] | str = unset()
    """Status of the message."""
    role: Literal["assistant"] | str = unset()
    """Who speaks, always `assistant`."""
    content: list[ResponsesOutputText] = unset()
    """What is said, in one part; empty while the item is in progress."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["message"] = "message",
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            role: Literal["assistant"] | str | None = None,
            content: Sequence[ResponsesOutputText | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.status = get("status")
        self.role = get("role")
        self.content = (
            [ResponsesOutputText.from_dict(item) for item in value]
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "status": self.status,
                "role": self.role,
                "content": to_wire(self.content),
            }
        )
