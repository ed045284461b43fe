# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneChoiceQuestion, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneChoiceQuestion(WireModel):
    """Asks which one of several choices fits."""

    type: Literal["choice"] = "choice"
    """Kind of question."""
    instructions: str | dict[str, Any] | list[Any]
    """The question."""
    criteria: dict[str, str | None]
    """The choices and what each means, in order. Where the meaning is null the name speaks for
    itself.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["choice"] = "choice",
            instructions: str | Mapping[str, Any] | Sequence[Any],
            criteria: Mapping[str, str | None],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.instructions = get("instructions")
        self.criteria = to_object(value) if (value := get("criteria")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "instructions": self.instructions,
                "criteria": to_wire(self.criteria),
            }
        )
