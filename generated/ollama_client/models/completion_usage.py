# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionUsage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
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
from .prompt_tokens_details import PromptTokensDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CompletionUsage(WireModel):
    """Tokens read and written."""

    prompt_tokens: int = unset()
    """Tokens of the prompt, including cached ones."""
    completion_tokens: int = unset()
    """Tokens of the answer."""
    total_tokens: int = unset()
    """Sum of the two."""
    prompt_tokens_details: PromptTokensDetails | None = None
    """More about the tokens of the prompt; absent if the runner does not report it. Since Ollama
    0.34.0.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            prompt_tokens: int | None = None,
            completion_tokens: int | None = None,
            total_tokens: int | None = None,
            prompt_tokens_details: PromptTokensDetails | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.prompt_tokens = get("prompt_tokens")
        self.completion_tokens = get("completion_tokens")
        self.total_tokens = get("total_tokens")
        self.prompt_tokens_details = (
            PromptTokensDetails.from_dict(value)
            if (value := get("prompt_tokens_details")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "prompt_tokens": self.prompt_tokens,
                "completion_tokens": self.completion_tokens,
                "total_tokens": self.total_tokens,
                "prompt_tokens_details": to_wire(self.prompt_tokens_details),
            }
        )
