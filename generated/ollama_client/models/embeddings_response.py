# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""EmbeddingsResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
)
from ..types import (
    to_floats,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class EmbeddingsResponse(WireModel):
    """The vector of the text, not normalized."""

    embedding: list[float]
    """The vector. Empty or null if there is none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            embedding: Sequence[float],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.embedding = to_floats(value) if (value := get("embedding")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "embedding": self.embedding,
            }
        )
