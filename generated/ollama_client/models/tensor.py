# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Tensor, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
class Tensor(WireModel):
    """A tensor of a model."""

    name: str = unset()
    """Name of the tensor."""
    type: str = unset()
    """Data type of the elements."""
    shape: list[int] | None = unset()
    """Length of each dimension. Null for a tensor without dimensions."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str | None = None,
            type: str | None = None,
            shape: Sequence[int] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.name = get("name")
        self.type = get("type")
        self.shape = get("shape")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "name": self.name,
                "type": self.type,
                "shape": self.shape,
            }
        )
