# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicWebSearchError, an object of the API."""

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
class AnthropicWebSearchError(WireModel):
    """Why a web search failed."""

    type: Literal["web_search_tool_result_error"] | str = unset()
    """Kind of result, always `web_search_tool_result_error`."""
    error_code: Literal["unavailable"] | str = unset()
    """Code of the error. Expect new values."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["web_search_tool_result_error"] | str | None = None,
            error_code: Literal["unavailable"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.error_code = get("error_code")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "error_code": self.error_code,
            }
        )
