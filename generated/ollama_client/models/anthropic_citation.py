# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicCitation, an object of the API."""

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
class AnthropicCitation(WireModel):
    """A web page that a text goes back to."""

    type: Literal["web_search_result_location"] | str = unset()
    """Kind of citation. Expect new values."""
    url: str = unset()
    """Address of the page."""
    title: str = unset()
    """Title of the page."""
    encrypted_index: str | None = None
    """Place in the results, for sending back."""
    cited_text: str | None = None
    """The words that are cited."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["web_search_result_location"] | str | None = None,
            url: str | None = None,
            title: str | None = None,
            encrypted_index: str | None = None,
            cited_text: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.url = get("url")
        self.title = get("title")
        self.encrypted_index = get("encrypted_index")
        self.cited_text = get("cited_text")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "url": self.url,
                "title": self.title,
                "encrypted_index": self.encrypted_index,
                "cited_text": self.cited_text,
            }
        )
