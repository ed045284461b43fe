# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyText, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

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
class ReplyText(WireModel):
    """The API's `ReplyText`."""

    type: Literal["text"] = "text"
    text: str = unset()

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["text"] = "text",
            text: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.text = get("text")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "text": self.text,
            }
        )
