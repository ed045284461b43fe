# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionChoice, an object of the API."""

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

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CompletionChoice(WireModel):
    """One answer, or a piece of it."""

    text: str = unset()
    """The text, or a piece of it."""
    index: int = unset()
    """Place among the choices, always 0."""
    finish_reason: Literal["stop", "length", "load"] | str | None = unset()
    """Why generation ended; null before the end. `stop`: the model finished or met a stop sequence;
    `length`: the token limit was reached; `load`: there was no prompt. Expect new values.
    """
    logprobs: ChatCompletionLogprobs | None = None
    """Log probabilities of the tokens; no server sends them so far."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            text: str | None = None,
            index: int | None = None,
            finish_reason: Literal["stop", "length", "load"] | str | None = None,
            logprobs: ChatCompletionLogprobs | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.text = get("text")
        self.index = get("index")
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
                "text": self.text,
                "index": self.index,
                "finish_reason": self.finish_reason,
                "logprobs": to_wire(self.logprobs),
            }
        )
