# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesReasoningItem, an object of the API."""

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
)
from .responses_reasoning_summary import ResponsesReasoningSummary

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesReasoningItem(WireModel):
    """What the model thought. It can be sent back as it is, before the item that it led to."""

    id: str | None = None
    """Identifies the item. Always sent in answers."""
    type: Literal["reasoning"] = "reasoning"
    """Kind of item."""
    summary: list[ResponsesReasoningSummary] | None = None
    """The reasoning in one part; empty while the item is in progress."""
    encrypted_content: str | None = None
    """The reasoning again, in clear text. When the item is sent back, this is what the server
    reads.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["reasoning"] = "reasoning",
            summary: Sequence[ResponsesReasoningSummary | Mapping[str, Any]] | None = None,
            encrypted_content: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.summary = (
            [ResponsesReasoningSummary.from_dict(item) for item in value]
            if (value := get("summary")) is not None
            else ABSENT
        )
        self.encrypted_content = get("encrypted_content")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "summary": to_wire(self.summary),
                "encrypted_content": self.encrypted_content,
            }
        )
