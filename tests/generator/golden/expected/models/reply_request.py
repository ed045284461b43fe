# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyRequest, an object of the API."""

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
)
from .circle import Circle
from .reply_picture import ReplyPicture
from .reply_text import ReplyText
from .square import Square

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ReplyRequest(WireModel):
    """The API's `ReplyRequest`."""

    content: str | list[ReplyText | ReplyPicture]
    """Text, or parts of different kinds."""
    prompt: str | list[str] | list[int] | list[list[int]] | None = None
    """Text or tokens, once or several times."""
    choice: Square | Circle | None = None
    """Only ever sent, so that no newer kind has to be read."""
    stream: bool | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            content: str
            | Sequence[ReplyText | Mapping[str, Any] | (ReplyPicture | Mapping[str, Any])],
            prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = None,
            choice: Square | Mapping[str, Any] | Circle | Mapping[str, Any] | None = None,
            stream: bool | None = None,
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
        self.prompt = get("prompt")
        self.choice = (
            tagged(value, "kind", {"square": Square, "circle": Circle})
            if (value := get("choice")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "content": to_wire(self.content),
                "prompt": self.prompt,
                "choice": to_wire(self.choice),
                "stream": self.stream,
            }
        )
