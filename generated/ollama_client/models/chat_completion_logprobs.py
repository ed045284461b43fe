# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionLogprobs, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .logprob import Logprob

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionLogprobs(WireModel):
    """Log probabilities of the tokens of an answer, or of a piece of it."""

    content: list[Logprob] = unset()
    """The tokens in their order."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            content: Sequence[Logprob | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.content = (
            [Logprob.from_dict(item) for item in value]
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "content": to_wire(self.content),
            }
        )
