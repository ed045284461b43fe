# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicTextBlock, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from .anthropic_citation import AnthropicCitation

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicTextBlock(WireModel):
    """A text."""

    type: Literal["text"] = "text"
    """Kind of block."""
    text: str = unset()
    """The text."""
    citations: list[AnthropicCitation] | None = None
    """Web pages that the text goes back to; absent when there are none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["text"] = "text",
            text: str | None = None,
            citations: Sequence[AnthropicCitation | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.text = get("text")
        self.citations = (
            [AnthropicCitation.from_dict(item) for item in value]
            if (value := get("citations")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "text": self.text,
                "citations": to_wire(self.citations),
            }
        )
