# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesInputMessage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
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
class ResponsesInputMessage(WireModel):
    """A message; those of an answer can be sent back as they are. The server also accepts a message
    without `type`, but `type` is all that distinguishes it from other items.
    """

    type: Literal["message"] = "message"
    """Kind of item."""
    role: Literal["user", "assistant", "system", "developer"] | str
    """Who speaks. Any word is passed to the model's template."""
    content: (
        str
        | list[
            ResponsesInputText
            | ResponsesInputImage
            | ResponsesOutputTextParam
            | ResponsesEncryptedContent
        ]
        | None
    ) = None
    """What is said."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["message"] = "message",
            role: Literal["user", "assistant", "system", "developer"] | str,
            content: str
            | Sequence[
                ResponsesInputText
                | Mapping[str, Any]
                | (ResponsesInputImage | Mapping[str, Any])
                | (ResponsesOutputTextParam | Mapping[str, Any])
                | (ResponsesEncryptedContent | Mapping[str, Any])
            ]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.role = get("role")
        self.content = (
            (
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
                if is_list(value)
                else value
            )
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "role": self.role,
                "content": to_wire(self.content),
            }
        )
