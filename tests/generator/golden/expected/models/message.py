# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Message, an object of the API."""

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
    unset,
)
from .message_part import MessagePart

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Message(WireModel, wire={"sender": "from"}, nullable=("parts",)):
    """Sent and received."""

    from .message_part import Part as Part

    role: Literal["user", "assistant"] | str
    sender: str = unset()
    """Wire name: `from`."""
    parts: list[MessagePart] | None = None
    parent: Message | None = None
    """Sent and received."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            role: Literal["user", "assistant"] | str,
            sender: str | None = None,
            parts: Sequence[MessagePart | Mapping[str, Any]] | None = None,
            parent: Message | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.role = get("role")
        self.sender = get("from")
        self.parts = (
            [MessagePart.from_dict(item) for item in value]
            if (value := get("parts")) is not None
            else ABSENT
        )
        self.parent = Message.from_dict(value) if (value := get("parent")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "role": self.role,
                "from": self.sender,
                "parts": to_wire(self.parts),
                "parent": to_wire(self.parent),
            }
        )
