# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyChunk, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ReplyChunk(WireModel):
    """The API's `ReplyChunk`."""

    delta: str | None = None
    done: bool | None = None

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.delta = get("delta")
        self.done = get("done")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "delta": self.delta,
                "done": self.done,
            }
        )
