# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesToolSearchCall, an object of the API."""

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
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesToolSearchCall(WireModel):
    """A search of the model for tools that were not loaded yet. It can be sent back as it is,
    followed by a `tool_search_output` with what was found.
    """

    id: str | None = None
    """Identifies the item. Always sent in answers."""
    type: Literal["tool_search_call"] = "tool_search_call"
    """Kind of item."""
    call_id: str = unset()
    """Identifies the search; the item with what was found repeats it."""
    execution: Literal["client", "server"] | str = unset()
    """Who searches, as the tool of the request says. Expect new values."""
    status: Literal["in_progress", "completed", "failed"] | str | None = None
    """Status of the search."""
    arguments: dict[str, Any] = unset()
    """What is searched for, a JSON object."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["tool_search_call"] = "tool_search_call",
            call_id: str | None = None,
            execution: Literal["client", "server"] | str | None = None,
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            arguments: Mapping[str, Any] | None = None,
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
        self.arguments = to_object(value) if (value := get("arguments")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "call_id": self.call_id,
                "execution": self.execution,
                "status": self.status,
                "arguments": to_wire(self.arguments),
            }
        )
