# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesToolSearchOutput, an object of the API."""

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
from .responses_tool import ResponsesTool

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesToolSearchOutput(WireModel):
    """The tools that a search found; the model may call them from here on."""

    id: str | None = None
    """Identifies the item."""
    type: Literal["tool_search_output"] = "tool_search_output"
    """Kind of item."""
    call_id: str
    """The `call_id` of the search."""
    execution: Literal["client", "server"] | str
    """Who searched."""
    status: Literal["in_progress", "completed", "failed"] | str | None = None
    """Status of the search."""
    tools: list[ResponsesTool]
    """The tools that were found."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["tool_search_output"] = "tool_search_output",
            call_id: str,
            execution: Literal["client", "server"] | str,
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            tools: Sequence[ResponsesTool | Mapping[str, Any]],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.call_id = get("call_id")
        self.execution = get("execution")
        self.status = get("status")
        self.tools = (
            [ResponsesTool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "call_id": self.call_id,
                "execution": self.execution,
                "status": self.status,
                "tools": to_wire(self.tools),
            }
        )
