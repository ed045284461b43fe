# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelRecommendationsResponse, an object of the API."""

from __future__ import annotations

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
from .model_recommendation import ModelRecommendation

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ModelRecommendationsResponse(WireModel):
    """Models worth trying."""

    recommendations: list[ModelRecommendation] | None = unset()
    """The models, the best first; can be null when none are known."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.recommendations = (
            [ModelRecommendation.from_dict(item) for item in value]
            if (value := get("recommendations")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "recommendations": to_wire(self.recommendations),
            }
        )
