# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TalkBegun, an object of the API."""

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
)
from .message import Message

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class TalkBegun(WireModel):
    """The API's `TalkBegun`."""

    type: Literal["talk.begun"] = "talk.begun"
    by: Message | None = None
    """Sent and received."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["talk.begun"] = "talk.begun",
            by: Message | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.by = Message.from_dict(value) if (value := get("by")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "by": to_wire(self.by),
            }
        )
