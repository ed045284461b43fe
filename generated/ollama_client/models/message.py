# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Message, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.mixins import MessageMixin
from .._runtime.model import (
    ABSENT,
    JsonObject,
    model,
    new,
    to_wire,
)
from ..types import (
    Base64,
    received_base64,
)
from .tool_call import ToolCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Message(MessageMixin, omit_unset=("tool_call_id",)):
    """One message of a chat. You can append the message of an answer to the history and send it
    back unchanged.
    """

    from .tool_call import ToolCall as ToolCall

    role: Literal["system", "user", "assistant", "tool"] | str
    """Role of the author: usually system, user, assistant or tool."""
    content: str | None = None
    """Text of the message. Always present in an answer, but empty while the model only thinks or
    calls tools. In a stream, the next piece of the text.
    """
    thinking: str | None = None
    """The model's thinking. In a stream, the next piece of it."""
    images: list[Base64] | None = None
    """Images or audio, for models that support them. A `data:` prefix is refused."""
    tool_name: str | None = None
    """For the role `tool`: the name of the tool that returned this result."""
    tool_calls: list[ToolCall] | None = None
    """Tool calls that the model asks for. They always arrive whole, even in a stream."""
    tool_call_id: str | None = None
    """For the role `tool`: the `id` of the call that this message answers."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            role: Literal["system", "user", "assistant", "tool"] | str,
            content: str | None = None,
            thinking: str | None = None,
            images: Sequence[Base64] | None = None,
            tool_name: str | None = None,
            tool_calls: Sequence[ToolCall | Mapping[str, Any]] | None = None,
            tool_call_id: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.role = get("role")
        self.content = get("content")
        self.thinking = get("thinking")
        self.images = received_base64(value) if (value := get("images")) is not None else ABSENT
        self.tool_name = get("tool_name")
        self.tool_calls = (
            [ToolCall.from_dict(item) for item in value]
            if (value := get("tool_calls")) is not None
            else ABSENT
        )
        self.tool_call_id = get("tool_call_id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "role": self.role,
                "content": self.content,
                "thinking": self.thinking,
                "images": to_wire(self.images),
                "tool_name": self.tool_name,
                "tool_calls": to_wire(self.tool_calls),
                "tool_call_id": self.tool_call_id,
            }
        )
