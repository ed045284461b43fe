# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionAudioPart, an object of the API."""

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
)
from .chat_completion_audio import ChatCompletionAudio

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionAudioPart(WireModel):
    """A sound in a message. The model needs the `audio` capability."""

    type: Literal["input_audio"] = "input_audio"
    """Kind of part."""
    input_audio: ChatCompletionAudio
    """The sound."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["input_audio"] = "input_audio",
            input_audio: ChatCompletionAudio | Mapping[str, Any],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.input_audio = (
            ChatCompletionAudio.from_dict(value)
            if (value := get("input_audio")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "input_audio": to_wire(self.input_audio),
            }
        )
