# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""WebSearchRequest, an object of the API."""

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
class WebSearchRequest(WireModel):
    """A web search."""

    query: str
    """The text to search for."""
    max_results: int | None = None
    """Maximum number of results."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.query = get("query")
        self.max_results = get("max_results")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "query": self.query,
                "max_results": self.max_results,
            }
        )
