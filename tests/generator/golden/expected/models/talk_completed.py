# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TalkCompleted, an object of the API."""

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
class TalkCompleted(WireModel):
    """The API's `TalkCompleted`."""

    type: Literal["talk.completed"] = "talk.completed"

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["talk.completed"] = "talk.completed",
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
            }
        )
