# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesItemAddedEvent, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from .responses_compaction_item import ResponsesCompactionItem
from .responses_function_call import ResponsesFunctionCall
from .responses_output_message import ResponsesOutputMessage
from .responses_reasoning_item import ResponsesReasoningItem
from .responses_tool_search_call import ResponsesToolSearchCall
from .responses_web_search_call import ResponsesWebSearchCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesItemAddedEvent(WireModel):
    """An item begins."""

    type: Literal["response.output_item.added"] = "response.output_item.added"
    """Kind of event."""
    sequence_number: int = unset()
    """Place of the event in the stream, from 0."""
    output_index: int = unset()
    """Place of the item in the output, from 0."""
    item: (
        ResponsesOutputMessage
        | ResponsesFunctionCall
        | ResponsesReasoningItem
        | ResponsesWebSearchCall
        | ResponsesToolSearchCall
        | ResponsesCompactionItem
        | dict[str, Any]
    ) = unset()
    """The item without content."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["response.output_item.added"] = "response.output_item.added",
            sequence_number: int | None = None,
            output_index: int | None = None,
            item: ResponsesOutputMessage
            | Mapping[str, Any]
            | ResponsesFunctionCall
            | Mapping[str, Any]
            | ResponsesReasoningItem
            | Mapping[str, Any]
            | ResponsesWebSearchCall
            | Mapping[str, Any]
            | ResponsesToolSearchCall
            | Mapping[str, Any]
            | ResponsesCompactionItem
            | Mapping[str, Any]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.sequence_number = get("sequence_number")
        self.output_index = get("output_index")
        self.item = (
            tagged(
                value,
                "type",
                {
                    "message": ResponsesOutputMessage,
                    "function_call": ResponsesFunctionCall,
                    "reasoning": ResponsesReasoningItem,
                    "web_search_call": ResponsesWebSearchCall,
                    "tool_search_call": ResponsesToolSearchCall,
                    "compaction": ResponsesCompactionItem,
                },
            )
            if (value := get("item")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "sequence_number": self.sequence_number,
                "output_index": self.output_index,
                "item": to_wire(self.item),
            }
        )
