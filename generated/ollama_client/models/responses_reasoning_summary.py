# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesReasoningSummary, an object of the API."""

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
class ResponsesReasoningSummary(WireModel):
    """A part of the reasoning."""

    type: Literal["summary_text"] | str = unset()
    """Kind of part, always `summary_text`."""
    text: str = unset()
    """The reasoning, not shortened."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["summary_text"] | str | None = None,
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
