# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicMessageDelta, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicMessageDelta(WireModel):
    """What is added to an answer at its end."""

    stop_reason: Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"] | str | None = None
    """Why generation ended."""
    stop_sequence: str | None = None
    """The stop sequence that was met; not sent so far."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            stop_reason: Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"]
            | str
            | None = None,
            stop_sequence: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.stop_reason = get("stop_reason")
        self.stop_sequence = get("stop_sequence")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "stop_reason": self.stop_reason,
                "stop_sequence": self.stop_sequence,
            }
        )
