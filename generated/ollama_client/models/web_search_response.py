# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""WebSearchResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from .web_search_result import WebSearchResult

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class WebSearchResponse(WireModel):
    """Pages that were found."""

    results: list[WebSearchResult]
    """The pages, the best first. Can be null if nothing was found."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            results: Sequence[WebSearchResult | Mapping[str, Any]],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.results = (
            [WebSearchResult.from_dict(item) for item in value]
            if (value := get("results")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "results": to_wire(self.results),
            }
        )
