# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicContentBlockStopEvent, an object of the API."""

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
class AnthropicContentBlockStopEvent(WireModel):
    """A block is complete."""

    type: Literal["content_block_stop"] = "content_block_stop"
    """Kind of event."""
    index: int = unset()
    """Place of the block in the content of the answer, from 0."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["content_block_stop"] = "content_block_stop",
            index: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.index = get("index")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "index": self.index,
            }
        )
