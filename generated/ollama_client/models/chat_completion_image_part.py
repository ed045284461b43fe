# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionImagePart, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_mapping,
    model,
    new,
    to_wire,
)
from .chat_completion_image_location import ChatCompletionImageLocation

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionImagePart(WireModel):
    """An image in a message. The model needs the `vision` capability."""

    type: Literal["image_url"] = "image_url"
    """Kind of part."""
    image_url: str | ChatCompletionImageLocation
    """The image."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["image_url"] = "image_url",
            image_url: str | ChatCompletionImageLocation | Mapping[str, Any],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.image_url = (
            (ChatCompletionImageLocation.from_dict(value) if is_mapping(value) else value)
            if (value := get("image_url")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "image_url": to_wire(self.image_url),
            }
        )
