# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesEncryptedContent, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesEncryptedContent(WireModel):
    """Content that only its author can read. Refused by servers before 0.34."""

    type: Literal["encrypted_content"] = "encrypted_content"
    """Kind of part."""
    encrypted_content: str
    """The content, as it was received."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["encrypted_content"] = "encrypted_content",
            encrypted_content: str,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.encrypted_content = get("encrypted_content")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "encrypted_content": self.encrypted_content,
            }
        )
