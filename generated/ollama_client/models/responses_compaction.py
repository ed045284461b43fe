# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesCompaction, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
from .responses_usage import ResponsesUsage
from .responses_web_search_call import ResponsesWebSearchCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesCompaction(WireModel):
    """A conversation in a short form."""

    object: str = unset()
    """Kind of object, always `response.compaction`."""
    output: list[
        ResponsesOutputMessage
        | ResponsesFunctionCall
        | ResponsesReasoningItem
        | ResponsesWebSearchCall
        | ResponsesToolSearchCall
        | ResponsesCompactionItem
        | dict[str, Any]
    ] = unset()
    """The short form, a list of one."""
    usage: ResponsesUsage = unset()
    """Tokens read and written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            object: str | None = None,
            output: Sequence[
                ResponsesOutputMessage
                | Mapping[str, Any]
                | (ResponsesFunctionCall | Mapping[str, Any])
                | (ResponsesReasoningItem | Mapping[str, Any])
                | (ResponsesWebSearchCall | Mapping[str, Any])
                | (ResponsesToolSearchCall | Mapping[str, Any])
                | (ResponsesCompactionItem | Mapping[str, Any])
                | Mapping[str, Any]
            ]
            | None = None,
            usage: ResponsesUsage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.object = get("object")
        self.output = (
            [
                tagged(
                    item,
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
                for item in value
            ]
            if (value := get("output")) is not None
            else ABSENT
        )
        self.usage = (
            ResponsesUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "object": self.object,
                "output": to_wire(self.output),
                "usage": to_wire(self.usage),
            }
        )
