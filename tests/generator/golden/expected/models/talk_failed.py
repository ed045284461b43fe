# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TalkFailed, an object of the API."""

from __future__ import annotations

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
class TalkFailed(WireModel):
    """The API's `TalkFailed`."""

    type: Literal["talk.failed"] = "talk.failed"
    reason: str | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["talk.failed"] = "talk.failed",
            reason: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.reason = get("reason")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "reason": self.reason,
            }
        )
