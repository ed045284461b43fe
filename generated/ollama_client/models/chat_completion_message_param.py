# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionMessageParam, an object of the API."""

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
from .chat_completion_audio_part import ChatCompletionAudioPart
from .chat_completion_image_part import ChatCompletionImagePart
from .chat_completion_text_part import ChatCompletionTextPart
from .chat_completion_tool_call import ChatCompletionToolCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionMessageParam(WireModel):
    """One turn of the conversation that is sent. The message of an answer can be sent back as it
    is.
    """

    role: Literal["system", "user", "assistant", "tool"] | str
    """Who speaks; usually system, user, assistant or tool."""
    content: (
        str
        | list[ChatCompletionTextPart | ChatCompletionImagePart | ChatCompletionAudioPart]
        | None
    ) = None
    """What is said. May only be left out beside `tool_calls`."""
    reasoning: str | None = None
    """The model's reasoning before this message."""
    tool_calls: list[ChatCompletionToolCall] | None = None
    """Tools that the model called."""
    name: str | None = None
    """Name of the tool whose result this is; unless it is given the server finds it by
    `tool_call_id`.
    """
    tool_call_id: str | None = None
    """The `id` of the tool call whose result this is."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            role: Literal["system", "user", "assistant", "tool"] | str,
            content: str
            | Sequence[
                ChatCompletionTextPart
                | Mapping[str, Any]
                | (ChatCompletionImagePart | Mapping[str, Any])
                | (ChatCompletionAudioPart | Mapping[str, Any])
            ]
            | None = None,
            reasoning: str | None = None,
            tool_calls: Sequence[ChatCompletionToolCall | Mapping[str, Any]] | None = None,
            name: str | None = None,
            tool_call_id: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.role = get("role")
        self.content = (
            (
                [
                    tagged(
                        item,
                        "type",
                        {
                            "text": ChatCompletionTextPart,
                            "image_url": ChatCompletionImagePart,
                            "input_audio": ChatCompletionAudioPart,
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
        self.reasoning = get("reasoning")
        self.tool_calls = (
            [ChatCompletionToolCall.from_dict(item) for item in value]
            if (value := get("tool_calls")) is not None
            else ABSENT
        )
        self.name = get("name")
        self.tool_call_id = get("tool_call_id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "role": self.role,
                "content": to_wire(self.content),
                "reasoning": self.reasoning,
                "tool_calls": to_wire(self.tool_calls),
                "name": self.name,
                "tool_call_id": self.tool_call_id,
            }
        )
