# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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
    ByteSize,
    to_datetime,
    to_size,
)
from .message import Message

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatResponse(WireModel):
    """One class for the whole answer and for a line of it."""

    message: Message = unset()
    """Sent and received."""
    done: bool = unset()
    done_reason: Literal["stop", "length"] | str | None = None
    created_at: datetime | None = None
    loaded_at: datetime | None = None
    used_at: list[datetime] | None = None
    size: ByteSize | None = None
    """Size in bytes."""
    took: int | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            message: Message | Mapping[str, Any] | None = None,
            done: bool | None = None,
            done_reason: Literal["stop", "length"] | str | None = None,
            created_at: datetime | str | None = None,
            loaded_at: datetime | str | None = None,
            used_at: Sequence[datetime | str] | None = None,
            size: ByteSize | int | None = None,
            took: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.message = Message.from_dict(value) if (value := get("message")) is not None else ABSENT
        self.done = get("done")
        self.done_reason = get("done_reason")
        self.used_at = (
            [to_datetime(item) for item in value]
            if (value := get("used_at")) is not None
            else ABSENT
        )
        self.size = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("size")) is not None
            else ABSENT
        )
        self.took = get("took")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "message": to_wire(self.message),
                "done": self.done,
                "done_reason": self.done_reason,
                "created_at": to_wire(self.created_at),
                "loaded_at": to_wire(self.loaded_at),
                "used_at": to_wire(self.used_at),
                "size": self.size,
                "took": self.took,
            }
        )
