# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneNoulAnswer, an object of the API."""

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
class SystemOneNoulAnswer(WireModel):
    """How likely the statement is true."""

    type: Literal["noul"] = "noul"
    """Kind of answer."""
    noul: float = unset()
    """Probability that the statement is true, 0 to 1."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["noul"] = "noul",
            noul: float | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.noul = get("noul")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "noul": self.noul,
            }
        )
