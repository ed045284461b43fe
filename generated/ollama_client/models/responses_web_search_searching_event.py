# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesWebSearchSearchingEvent, an object of the API."""

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
class ResponsesWebSearchSearchingEvent(WireModel):
    """A web search is under way."""

    type: Literal["response.web_search_call.searching"] = "response.web_search_call.searching"
    """Kind of event."""
    sequence_number: int = unset()
    """Place of the event in the stream, from 0."""
    item_id: str = unset()
    """The `id` of the item."""
    output_index: int = unset()
    """Place of the item in the output, from 0."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal[
                "response.web_search_call.searching"
            ] = "response.web_search_call.searching",
            sequence_number: int | None = None,
            item_id: str | None = None,
            output_index: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.sequence_number = get("sequence_number")
        self.item_id = get("item_id")
        self.output_index = get("output_index")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "sequence_number": self.sequence_number,
                "item_id": self.item_id,
                "output_index": self.output_index,
            }
        )
