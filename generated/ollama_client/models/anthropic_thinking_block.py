# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicThinkingBlock, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicThinkingBlock(WireModel):
    """What the model thought."""

    type: Literal["thinking"] = "thinking"
    """Kind of block."""
    thinking: str = unset()
    """The reasoning."""
    signature: str | None = None
    """Proof of where the reasoning is from; neither sent nor checked by Ollama."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["thinking"] = "thinking",
            thinking: str | None = None,
            signature: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.thinking = get("thinking")
        self.signature = get("signature")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "thinking": self.thinking,
                "signature": self.signature,
            }
        )
