# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesWebSearchAction, an object of the API."""

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
class ResponsesWebSearchAction(WireModel):
    """What is searched for."""

    type: Literal["search"] | str = unset()
    """Kind of action, always `search`."""
    query: str = unset()
    """The words that are searched for."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["search"] | str | None = None,
            query: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.query = get("query")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "query": self.query,
            }
        )
