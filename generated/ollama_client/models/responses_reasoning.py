# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesReasoning, an object of the API."""

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
class ResponsesReasoning(WireModel, deprecated=("generate_summary",)):
    """How to reason before answering."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"] | None = (
        None
    )
    """How hard to reason."""
    summary: Literal["auto", "concise", "detailed"] | str | None = None
    """Repeated in the answer; without effect."""
    generate_summary: str | None = None
    """Deprecated. Ignored; use `summary` instead."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"]
            | None = None,
            summary: Literal["auto", "concise", "detailed"] | str | None = None,
            generate_summary: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.effort = get("effort")
        self.summary = get("summary")
        self.generate_summary = get("generate_summary")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "effort": self.effort,
                "summary": self.summary,
                "generate_summary": self.generate_summary,
            }
        )
