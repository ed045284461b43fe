# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesWebSearchCall, an object of the API."""

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
from .responses_web_search_action import ResponsesWebSearchAction

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesWebSearchCall(WireModel):
    """A web search by the server. It can be sent back as it is."""

    id: str = unset()
    """Identifies the item."""
    type: Literal["web_search_call"] = "web_search_call"
    """Kind of item."""
    status: Literal["in_progress", "completed", "failed"] | str = unset()
    """Status of the search."""
    action: ResponsesWebSearchAction | None = None
    """What is searched for."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["web_search_call"] = "web_search_call",
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            action: ResponsesWebSearchAction | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.status = get("status")
        self.action = (
            ResponsesWebSearchAction.from_dict(value)
            if (value := get("action")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "status": self.status,
                "action": to_wire(self.action),
            }
        )
