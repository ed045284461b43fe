# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelRecommendationsResponse, an object of the API."""

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
from .model_recommendation import ModelRecommendation
from .model_recommendation_mapping import ModelRecommendationMapping

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ModelRecommendationsResponse(WireModel):
    """Recommended models."""

    recommendations: list[ModelRecommendation] | None = unset()
    """The models, the best first. Can be null if none are known."""
    mappings: dict[str, ModelRecommendationMapping] | None = None
    """Replacements for models, by the name of the replaced model. Since Ollama 0.34.0."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            recommendations: Sequence[ModelRecommendation | Mapping[str, Any]] | None = None,
            mappings: Mapping[str, ModelRecommendationMapping | Mapping[str, Any]] | None = None,
        ) -> None: ...

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
        self.mappings = (
            {key: ModelRecommendationMapping.from_dict(item) for key, item in value.items()}
            if (value := get("mappings")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "recommendations": to_wire(self.recommendations),
                "mappings": to_wire(self.mappings),
            }
        )
