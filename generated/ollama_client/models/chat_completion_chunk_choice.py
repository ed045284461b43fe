# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionChunkChoice, an object of the API."""

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
from .chat_completion_delta import ChatCompletionDelta
from .chat_completion_logprobs import ChatCompletionLogprobs

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionChunkChoice(WireModel):
    """A piece of one answer."""

    index: int = unset()
    """Place among the choices, always 0."""
    delta: ChatCompletionDelta = unset()
    """What this chunk adds; empty in the one that has the reason to finish."""
    finish_reason: Literal["stop", "length", "tool_calls"] | str | None = unset()
    """Why generation ended, in the last chunk before the one with the usage; null before that.
    `stop`: the model finished or met a stop sequence; `length`: the token limit was reached;
    `tool_calls`: it called tools. Expect new values.
    """
    logprobs: ChatCompletionLogprobs | None = None
    """Log probabilities of the tokens of this piece; only where `logprobs` asked for them."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            index: int | None = None,
            delta: ChatCompletionDelta | Mapping[str, Any] | None = None,
            finish_reason: Literal["stop", "length", "tool_calls"] | str | None = None,
            logprobs: ChatCompletionLogprobs | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.index = get("index")
        self.delta = (
            ChatCompletionDelta.from_dict(value) if (value := get("delta")) is not None else ABSENT
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
                "delta": to_wire(self.delta),
                "finish_reason": self.finish_reason,
                "logprobs": to_wire(self.logprobs),
            }
        )
