# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesCompletedEvent, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .responses_response import ResponsesResponse

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesCompletedEvent(WireModel):
    """The response is complete, and the stream with it."""

    type: Literal["response.completed"] = "response.completed"
    """Kind of event."""
    sequence_number: int = unset()
    """Place of the event in the stream, from 0."""
    response: ResponsesResponse = unset()
    """The whole response."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["response.completed"] = "response.completed",
            sequence_number: int | None = None,
            response: ResponsesResponse | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.sequence_number = get("sequence_number")
        self.response = (
            ResponsesResponse.from_dict(value) if (value := get("response")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "sequence_number": self.sequence_number,
                "response": to_wire(self.response),
            }
        )
