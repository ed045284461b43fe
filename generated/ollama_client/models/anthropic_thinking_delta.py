# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicThinkingDelta, an object of the API."""

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
class AnthropicThinkingDelta(WireModel):
    """A piece of the reasoning."""

    type: Literal["thinking_delta"] = "thinking_delta"
    """Kind of piece."""
    thinking: str = unset()
    """The piece."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["thinking_delta"] = "thinking_delta",
            thinking: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.thinking = get("thinking")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "thinking": self.thinking,
            }
        )
