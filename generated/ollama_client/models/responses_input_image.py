# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesInputImage, an object of the API."""

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
class ResponsesInputImage(WireModel):
    """An image for the model, which needs the `vision` capability."""

    type: Literal["input_image"] = "input_image"
    """Kind of part."""
    image_url: str | None = None
    """A `data:` URI with Base64: `data:image/jpeg;base64,...`, the same with jpg, png or webp, or
    `data:;base64,...`. Web addresses are refused; without it the part is skipped.
    """
    file_id: str | None = None
    """Ignored; the server keeps no files."""
    detail: Literal["low", "high", "auto"] | str | None = None
    """Ignored."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["input_image"] = "input_image",
            image_url: str | None = None,
            file_id: str | None = None,
            detail: Literal["low", "high", "auto"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.image_url = get("image_url")
        self.file_id = get("file_id")
        self.detail = get("detail")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "image_url": self.image_url,
                "file_id": self.file_id,
                "detail": self.detail,
            }
        )
