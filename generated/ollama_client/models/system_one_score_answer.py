# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneScoreAnswer, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneScoreAnswer(WireModel):
    """A place on the scale."""

    type: Literal["score"] = "score"
    """Kind of answer."""
    score: float = unset()
    """Expected score, counted from zero; may be fractional."""
    legend: dict[str, str] = unset()
    """Meaning of every score."""
    probabilities: dict[str, float] = unset()
    """Probability of every score, 0 to 1."""
    confidence: float = unset()
    """How sure the model is of the score, 0 to 1."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["score"] = "score",
            score: float | None = None,
            legend: Mapping[str, str] | None = None,
            probabilities: Mapping[str, float] | None = None,
            confidence: float | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.score = get("score")
        self.legend = to_object(value) if (value := get("legend")) is not None else ABSENT
        self.probabilities = (
            to_object(value) if (value := get("probabilities")) is not None else ABSENT
        )
        self.confidence = get("confidence")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "score": self.score,
                "legend": to_wire(self.legend),
                "probabilities": to_wire(self.probabilities),
                "confidence": self.confidence,
            }
        )
