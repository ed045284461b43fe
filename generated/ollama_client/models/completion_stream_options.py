# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionStreamOptions, an object of the API."""

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
class CompletionStreamOptions(WireModel):
    """What a stream contains besides the answer."""

    include_usage: bool | None = None
    """Send the number of tokens in a chunk of its own, the last one. Chunks of completions before
    it carry a usage of zeros.
    """

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.include_usage = get("include_usage")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "include_usage": self.include_usage,
            }
        )
