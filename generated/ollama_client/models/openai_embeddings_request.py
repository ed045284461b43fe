# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiEmbeddingsRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
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
class OpenaiEmbeddingsRequest(WireModel):
    """Texts to turn into vectors."""

    model: str
    """Name of the model, `name[:tag]`."""
    input: str | list[str]
    """The text or the texts to embed; an empty list is refused."""
    dimensions: int | None = None
    """Length the vectors are cut to. Without it the model's own."""
    encoding_format: Literal["float", "base64"] | None = None
    """How the vectors are written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            input: str | Sequence[str],
            dimensions: int | None = None,
            encoding_format: Literal["float", "base64"] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.input = get("input")
        self.dimensions = get("dimensions")
        self.encoding_format = get("encoding_format")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "input": self.input,
                "dimensions": self.dimensions,
                "encoding_format": self.encoding_format,
            }
        )
