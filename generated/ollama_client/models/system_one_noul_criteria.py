# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneNoulCriteria, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneNoulCriteria(WireModel):
    """Meaning of the two outcomes of a noul question."""

    false: str
    """Meaning of false."""
    true: str
    """Meaning of true."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.false = get("false")
        self.true = get("true")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "false": self.false,
                "true": self.true,
            }
        )
