# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesEchoedReasoning, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesEchoedReasoning(WireModel):
    """The settings for reasoning, as the response repeats them."""

    effort: (
        Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"] | str | None
    ) = None
    """The `effort` of the request."""
    summary: Literal["auto", "concise", "detailed"] | str | None = None
    """The `summary` of the request."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"]
            | str
            | None = None,
            summary: Literal["auto", "concise", "detailed"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.effort = get("effort")
        self.summary = get("summary")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "effort": self.effort,
                "summary": self.summary,
            }
        )
