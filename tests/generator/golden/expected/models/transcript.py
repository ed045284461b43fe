# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Transcript, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
class Transcript(WireModel):
    """The API's `Transcript`."""

    text: str = unset()

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.text = get("text")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "text": self.text,
            }
        )
