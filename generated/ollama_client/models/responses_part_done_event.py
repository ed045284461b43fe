# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesPartDoneEvent, an object of the API."""

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
from .responses_output_text import ResponsesOutputText

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesPartDoneEvent(WireModel):
    """A part of a message is complete."""

    type: Literal["response.content_part.done"] = "response.content_part.done"
    """Kind of event."""
    sequence_number: int = unset()
    """Place of the event in the stream, from 0."""
    item_id: str = unset()
    """The `id` of the item."""
    output_index: int = unset()
    """Place of the item in the output, from 0."""
    content_index: int = unset()
    """Place of the part in the content of the item, always 0."""
    part: ResponsesOutputText = unset()
    """The whole part."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["response.content_part.done"] = "response.content_part.done",
            sequence_number: int | None = None,
            item_id: str | None = None,
            output_index: int | None = None,
            content_index: int | None = None,
            part: ResponsesOutputText | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.sequence_number = get("sequence_number")
        self.item_id = get("item_id")
        self.output_index = get("output_index")
        self.content_index = get("content_index")
        self.part = (
            ResponsesOutputText.from_dict(value) if (value := get("part")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "sequence_number": self.sequence_number,
                "item_id": self.item_id,
                "output_index": self.output_index,
                "content_index": self.content_index,
                "part": to_wire(self.part),
            }
        )
