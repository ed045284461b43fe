# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Base, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._model import WireModel, model, reader

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Base(WireModel):
    """The API's `Base`."""

    id: str
    """Comes first."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        self = object.__new__(cls)
        self._given = data
        get = reader(data)
        self.id = get("id")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
            }
        )
