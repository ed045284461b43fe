# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Reply, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from .reply_picture import ReplyPicture
from .reply_text import ReplyText

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Reply(WireModel):
    """The API's `Reply`."""

    content: str | list[ReplyText | ReplyPicture | dict[str, Any]] = unset()
    """Text, or parts of different kinds."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            content: str
            | Sequence[
                ReplyText
                | Mapping[str, Any]
                | (ReplyPicture | Mapping[str, Any])
                | Mapping[str, Any]
            ]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.content = (
            (
                [
                    tagged(item, "type", {"text": ReplyText, "picture": ReplyPicture})
                    for item in value
                ]
                if is_list(value)
                else value
            )
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "content": to_wire(self.content),
            }
        )
