# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesCompactionItem, an object of the API."""

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
class ResponsesCompactionItem(WireModel):
    """The conversation so far in a short form, which takes the place of the items that it was made
    from. It can be sent back as it is.
    """

    id: str | None = None
    """Identifies the item."""
    type: Literal["compaction"] = "compaction"
    """Kind of item."""
    encrypted_content: str = unset()
    """The short form."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["compaction"] = "compaction",
            encrypted_content: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.encrypted_content = get("encrypted_content")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "encrypted_content": self.encrypted_content,
            }
        )
