# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionChoice, an object of the API."""

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
from .chat_completion_logprobs import ChatCompletionLogprobs
from .chat_completion_message import ChatCompletionMessage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionChoice(WireModel):
    """One answer."""

    index: int = unset()
    """Place among the choices, always 0."""
    message: ChatCompletionMessage = unset()
    """What the model said."""
    finish_reason: Literal["stop", "length", "tool_calls"] | str | None = unset()
    """Why generation ended. `stop`: the model finished or met a stop sequence; `length`: the token
    limit was reached; `tool_calls`: it called tools. Null when the server stopped a model that
    repeated itself, and when nothing was generated, as after `_debug_render_only`. Expect new
    values.
    """
    logprobs: ChatCompletionLogprobs | None = None
    """Log probabilities of the tokens; only where `logprobs` asked for them."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            index: int | None = None,
            message: ChatCompletionMessage | Mapping[str, Any] | None = None,
            finish_reason: Literal["stop", "length", "tool_calls"] | str | None = None,
            logprobs: ChatCompletionLogprobs | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.index = get("index")
        self.message = (
            ChatCompletionMessage.from_dict(value)
            if (value := get("message")) is not None
            else ABSENT
        )
        self.finish_reason = get("finish_reason")
        self.logprobs = (
            ChatCompletionLogprobs.from_dict(value)
            if (value := get("logprobs")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "index": self.index,
                "message": to_wire(self.message),
                "finish_reason": self.finish_reason,
                "logprobs": to_wire(self.logprobs),
            }
        )
