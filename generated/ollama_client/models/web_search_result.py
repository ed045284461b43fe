# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""WebSearchResult, an object of the API."""

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
class WebSearchResult(WireModel):
    """A page that was found."""

    content: str = unset()
    """Relevant part of the page as text."""
    title: str = unset()
    """Title of the page."""
    url: str = unset()
    """URL of the page."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.content = get("content")
        self.title = get("title")
        self.url = get("url")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "content": self.content,
                "title": self.title,
                "url": self.url,
            }
        )
