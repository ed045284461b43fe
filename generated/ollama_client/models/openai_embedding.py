# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiEmbedding, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    model,
    new,
    to_wire,
    unset,
)
from ..types import (
    to_floats,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class OpenaiEmbedding(WireModel):
    """The vector of one text."""

    object: str = unset()
    """Kind of object, always `embedding`."""
    embedding: list[float] | str = unset()
    """The vector, of length 1."""
    index: int = unset()
    """Place of the text among the texts, from 0."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            object: str | None = None,
            embedding: Sequence[float] | str | None = None,
            index: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.object = get("object")
        self.embedding = (
            (to_floats(value) if is_list(value) else value)
            if (value := get("embedding")) is not None
            else ABSENT
        )
        self.index = get("index")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "object": self.object,
                "embedding": to_wire(self.embedding),
                "index": self.index,
            }
        )
