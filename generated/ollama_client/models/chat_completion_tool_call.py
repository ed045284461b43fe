# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionToolCall, an object of the API."""

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
from .chat_completion_tool_call_function import ChatCompletionToolCallFunction

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionToolCall(WireModel):
    """A tool the model wants called."""

    id: str = unset()
    """Identifies the call; the answering message repeats it in `tool_call_id`."""
    index: int | None = None
    """Place of the call among the calls of one message, from 0. Always sent in answers."""
    type: Literal["function"] | str = unset()
    """Kind of tool."""
    function: ChatCompletionToolCallFunction = unset()
    """The function to call and its arguments."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            index: int | None = None,
            type: Literal["function"] | str | None = None,
            function: ChatCompletionToolCallFunction | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.index = get("index")
        self.type = get("type")
        self.function = (
            ChatCompletionToolCallFunction.from_dict(value)
            if (value := get("function")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "index": self.index,
                "type": self.type,
                "function": to_wire(self.function),
            }
        )
