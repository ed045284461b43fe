# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesAgentMessage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
)
from .responses_encrypted_content import ResponsesEncryptedContent
from .responses_input_image import ResponsesInputImage
from .responses_input_text import ResponsesInputText
from .responses_output_text_param import ResponsesOutputTextParam

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesAgentMessage(WireModel):
    """A message that one agent sent to another."""

    id: str | None = None
    """Identifies the item."""
    type: Literal["agent_message"] = "agent_message"
    """Kind of item."""
    author: str
    """Name of the agent that wrote it."""
    recipient: str
    """Name of the agent that it is for."""
    content: list[
        ResponsesInputText
        | ResponsesInputImage
        | ResponsesOutputTextParam
        | ResponsesEncryptedContent
    ]
    """What is said."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["agent_message"] = "agent_message",
            author: str,
            recipient: str,
            content: Sequence[
                ResponsesInputText
                | Mapping[str, Any]
                | (ResponsesInputImage | Mapping[str, Any])
                | (ResponsesOutputTextParam | Mapping[str, Any])
                | (ResponsesEncryptedContent | Mapping[str, Any])
            ],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.type = get("type")
        self.author = get("author")
        self.recipient = get("recipient")
        self.content = (
            [
                tagged(
                    item,
                    "type",
                    {
                        "input_text": ResponsesInputText,
                        "input_image": ResponsesInputImage,
                        "output_text": ResponsesOutputTextParam,
                        "encrypted_content": ResponsesEncryptedContent,
                    },
                )
                for item in value
            ]
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "author": self.author,
                "recipient": self.recipient,
                "content": to_wire(self.content),
            }
        )
