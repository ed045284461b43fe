# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneChoiceAnswer, an object of the API."""

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
class SystemOneChoiceAnswer(WireModel):
    """The choice that fits best."""

    type: Literal["choice"] = "choice"
    """Kind of answer."""
    choice: str = unset()
    """Name of the most likely choice."""
    probabilities: dict[str, float] = unset()
    """Probability of every choice, 0 to 1."""
    confidence: float = unset()
    """How sure the model is of its choice, 0 to 1."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["choice"] = "choice",
            choice: str | None = None,
            probabilities: Mapping[str, float] | None = None,
            confidence: float | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.choice = get("choice")
        self.probabilities = (
            to_object(value) if (value := get("probabilities")) is not None else ABSENT
        )
        self.confidence = get("confidence")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "choice": self.choice,
                "probabilities": to_wire(self.probabilities),
                "confidence": self.confidence,
            }
        )
