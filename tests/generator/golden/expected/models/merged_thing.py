# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""MergedThing, an object of the API."""

from __future__ import annotations

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
class MergedThing(WireModel):
    """Two objects in one."""

    id: str = unset()
    """Comes first."""
    label: str | None = None

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.label = get("label")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "label": self.label,
            }
        )
