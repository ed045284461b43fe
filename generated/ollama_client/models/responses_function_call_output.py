# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesFunctionCallOutput, an object of the API."""

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
class ResponsesFunctionCallOutput(WireModel):
    """The result of a function that the model called."""

    id: str | None = None
    """Identifies the item."""
    type: Literal["function_call_output"] = "function_call_output"
    """Kind of item."""
    call_id: str | None = None
    """The `call_id` of the call. Servers before 0.34 need it."""
    name: str | None = None
    """Name of the function."""
    namespace: str | None = None
    """Name of the group that the function is in."""
    output: (
        str
        | list[
            ResponsesInputText
            | ResponsesInputImage
            | ResponsesOutputTextParam
            | ResponsesEncryptedContent
        ]
    )
    """What the function returned, a text or a list of parts."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            type: Literal["function_call_output"] = "function_call_output",
            call_id: str | None = None,
            name: str | None = None,
            namespace: str | None = None,
            output: str
            | Sequence[
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
        self.call_id = get("call_id")
        self.name = get("name")
        self.namespace = get("namespace")
        self.output = (
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
            if (value := get("output")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "type": self.type,
                "call_id": self.call_id,
                "name": self.name,
                "namespace": self.namespace,
                "output": to_wire(self.output),
            }
        )
