# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""WebFetchResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
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
class WebFetchResponse(WireModel):
    """A page as text."""

    title: str = unset()
    """Title of the page."""
    content: str = unset()
    """Text of the page."""
    links: list[str] | None = None
    """URLs that the page links to. Absent if there are none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            title: str | None = None,
            content: str | None = None,
            links: Sequence[str] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.title = get("title")
        self.content = get("content")
        self.links = get("links")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "title": self.title,
                "content": self.content,
                "links": self.links,
            }
        )
