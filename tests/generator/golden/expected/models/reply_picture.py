# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyPicture, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_mapping,
    model,
    new,
    to_wire,
    unset,
)
from .message_part_source import MessagePartSource

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ReplyPicture(WireModel):
    """The API's `ReplyPicture`."""

    type: Literal["picture"] = "picture"
    picture: str | MessagePartSource = unset()

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["picture"] = "picture",
            picture: str | MessagePartSource | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.picture = (
            (MessagePartSource.from_dict(value) if is_mapping(value) else value)
            if (value := get("picture")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "picture": to_wire(self.picture),
            }
        )
