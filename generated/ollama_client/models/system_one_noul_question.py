# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneNoulQuestion, an object of the API."""

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
from .system_one_noul_criteria import SystemOneNoulCriteria

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneNoulQuestion(WireModel):
    """Asks how likely a statement is true."""

    type: Literal["noul"] = "noul"
    """Kind of question."""
    instructions: str | dict[str, Any] | list[Any]
    """The statement, or a yes-or-no question."""
    criteria: SystemOneNoulCriteria | None = None
    """What false and true mean here."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["noul"] = "noul",
            instructions: str | Mapping[str, Any] | Sequence[Any],
            criteria: SystemOneNoulCriteria | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.instructions = get("instructions")
        self.criteria = (
            SystemOneNoulCriteria.from_dict(value)
            if (value := get("criteria")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "instructions": self.instructions,
                "criteria": to_wire(self.criteria),
            }
        )
