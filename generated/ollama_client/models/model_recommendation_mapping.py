# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelRecommendationMapping, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

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
class ModelRecommendationMapping(WireModel):
    """A replacement for a model."""

    model: str = unset()
    """Name of the model."""
    required_plan: Literal["free", "pro", "max"] | str | None = None
    """Plan of the account that a cloud model needs."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            required_plan: Literal["free", "pro", "max"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.required_plan = get("required_plan")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "required_plan": self.required_plan,
            }
        )
