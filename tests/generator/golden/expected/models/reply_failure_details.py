# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyFailureDetails, an object of the API."""

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
class ReplyFailureDetails(WireModel):
    """The API's `ReplyFailureDetails`."""

    message: str = unset()
    type: str | None = None
    code: str | None = None

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.message = get("message")
        self.type = get("type")
        self.code = get("code")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "message": self.message,
                "type": self.type,
                "code": self.code,
            }
        )
