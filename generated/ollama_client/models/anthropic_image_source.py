# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicImageSource, an object of the API."""

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
class AnthropicImageSource(WireModel):
    """The bytes of an image. Web addresses are refused."""

    type: Literal["base64"] = "base64"
    """How the image is given."""
    media_type: str | None = None
    """Media type of the image; not read, because the bytes show it."""
    data: str
    """The bytes of the image as Base64."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["base64"] = "base64",
            media_type: str | None = None,
            data: str,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.media_type = get("media_type")
        self.data = get("data")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "media_type": self.media_type,
                "data": self.data,
            }
        )
