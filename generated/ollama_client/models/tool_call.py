# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ToolCall, an object of the API."""

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
from .tool_call_function import ToolCallFunction

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ToolCall(WireModel, omit_unset=("id",)):
    """A tool call that the model asks for."""

    __module__ = "ollama_client.models"
    __qualname__ = "Message.ToolCall"
    from .tool_call_function import Function as Function

    function: ToolCallFunction
    """The function to call and its arguments."""
    id: str | None = None
    """Identifies the call. The message that answers it repeats this in `tool_call_id`. Since Ollama
    0.12.10.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            function: ToolCallFunction | Mapping[str, Any],
            id: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.function = (
            ToolCallFunction.from_dict(value) if (value := get("function")) is not None else ABSENT
        )
        self.id = get("id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "function": to_wire(self.function),
                "id": self.id,
            }
        )
