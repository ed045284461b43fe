# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicWebSearchResultBlock, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    is_mapping,
    model,
    new,
    to_wire,
    unset,
)
from .anthropic_web_search_error import AnthropicWebSearchError
from .anthropic_web_search_result import AnthropicWebSearchResult

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicWebSearchResultBlock(WireModel):
    """What a web search by the server found."""

    type: Literal["web_search_tool_result"] = "web_search_tool_result"
    """Kind of block."""
    tool_use_id: str = unset()
    """The `id` of the block that asked for the search."""
    content: list[AnthropicWebSearchResult] | AnthropicWebSearchError = unset()
    """The pages that were found, or why the search failed."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["web_search_tool_result"] = "web_search_tool_result",
            tool_use_id: str | None = None,
            content: Sequence[AnthropicWebSearchResult | Mapping[str, Any]]
            | AnthropicWebSearchError
            | Mapping[str, Any]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.tool_use_id = get("tool_use_id")
        self.content = (
            (
                AnthropicWebSearchError.from_dict(value)
                if is_mapping(value)
                else [AnthropicWebSearchResult.from_dict(item) for item in value]
                if is_list(value)
                else value
            )
            if (value := get("content")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "tool_use_id": self.tool_use_id,
                "content": to_wire(self.content),
            }
        )
