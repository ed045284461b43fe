# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesFunctionCall, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesFunctionCall(WireModel):
    """A function the model wants called. It can be sent back as it is."""

    id: str | None = None
    """Identifies the item. Always sent in answers."""
    type: Literal["function_call"] = "function_call"
    """Kind of item."""
    status: Literal["in_progress", "completed", "failed"] | str | None = None
    """Status of the item. Only in answers."""
    call_id: str = unset()
    """Identifies the call; the item with its output repeats it."""
    name: str = unset()
    """Name of the function, as the request gave it."""
    arguments: str = unset()
    """Arguments by parameter name, as the text of a JSON object; empty while the item is in
    progress.
    """
    namespace: str | None = None
    """Name of the group that the function is in; absent where it is in none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["function_call"] = "function_call",
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            call_id: str | None = None,
            name: str | None = None,
            arguments: str | None = None,
            namespace: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.status = get("status")
        self.call_id = get("call_id")
        self.name = get("name")
        self.arguments = get("arguments")
        self.namespace = get("namespace")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "status": self.status,
                "call_id": self.call_id,
                "name": self.name,
                "arguments": self.arguments,
                "namespace": self.namespace,
            }
        )
