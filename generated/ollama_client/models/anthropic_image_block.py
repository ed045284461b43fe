# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicImageBlock, an object of the API."""

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
)
from .anthropic_image_source import AnthropicImageSource

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicImageBlock(WireModel):
    """An image in a message. The model needs the `vision` capability."""

    type: Literal["image"] = "image"
    """Kind of block."""
    source: AnthropicImageSource
    """The image."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["image"] = "image",
            source: AnthropicImageSource | Mapping[str, Any],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.source = (
            AnthropicImageSource.from_dict(value)
            if (value := get("source")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "source": to_wire(self.source),
            }
        )
