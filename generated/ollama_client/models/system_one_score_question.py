# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneScoreQuestion, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneScoreQuestion(WireModel):
    """Asks for a place on a scale."""

    type: Literal["score"] = "score"
    """Kind of question."""
    instructions: str | dict[str, Any] | list[Any]
    """The question."""
    criteria: list[str]
    """Meaning of each score, the lowest (zero) first."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["score"] = "score",
            instructions: str | Mapping[str, Any] | Sequence[Any],
            criteria: Sequence[str],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.instructions = get("instructions")
        self.criteria = get("criteria")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "instructions": self.instructions,
                "criteria": self.criteria,
            }
        )
