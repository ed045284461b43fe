# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesIncompleteDetails, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
class ResponsesIncompleteDetails(WireModel):
    """Why a response is incomplete."""

    reason: str = unset()
    """The reason. Expect new values."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.reason = get("reason")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "reason": self.reason,
            }
        )
