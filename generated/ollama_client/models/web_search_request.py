# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""WebSearchRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._model import WireModel, model, reader

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class WebSearchRequest(WireModel):
    """What to search the web for."""

    query: str
    """The words to search for."""
    max_results: int | None = None
    """Most results to return."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        self = object.__new__(cls)
        self._given = data
        get = reader(data)
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
