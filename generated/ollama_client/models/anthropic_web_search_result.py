# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicWebSearchResult, an object of the API."""

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
class AnthropicWebSearchResult(WireModel):
    """A page that a web search found."""

    type: Literal["web_search_result"] | str = unset()
    """Kind of result, always `web_search_result`."""
    url: str = unset()
    """Address of the page."""
    title: str = unset()
    """Title of the page."""
    encrypted_content: str | None = None
    """Content of the page, for sending back."""
    page_age: str | None = None
    """How old the page is, in words."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["web_search_result"] | str | None = None,
            url: str | None = None,
            title: str | None = None,
            encrypted_content: str | None = None,
            page_age: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.url = get("url")
        self.title = get("title")
        self.encrypted_content = get("encrypted_content")
        self.page_age = get("page_age")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "url": self.url,
                "title": self.title,
                "encrypted_content": self.encrypted_content,
                "page_age": self.page_age,
            }
        )
