# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiEmbeddings, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .openai_embedding import OpenaiEmbedding
from .openai_embeddings_usage import OpenaiEmbeddingsUsage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class OpenaiEmbeddings(WireModel):
    """The vectors of some texts."""

    object: str = unset()
    """Kind of object, always `list`."""
    data: list[OpenaiEmbedding] | None = unset()
    """The vectors in the order of the texts; null when there is none."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    usage: OpenaiEmbeddingsUsage = unset()
    """Tokens read."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            object: str | None = None,
            data: Sequence[OpenaiEmbedding | Mapping[str, Any]] | None = None,
            model: str | None = None,
            usage: OpenaiEmbeddingsUsage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.object = get("object")
        self.data = (
            [OpenaiEmbedding.from_dict(item) for item in value]
            if (value := get("data")) is not None
            else ABSENT
        )
        self.model = get("model")
        self.usage = (
            OpenaiEmbeddingsUsage.from_dict(value)
            if (value := get("usage")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "object": self.object,
                "data": to_wire(self.data),
                "model": self.model,
                "usage": to_wire(self.usage),
            }
        )
