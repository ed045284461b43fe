# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesUsage, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .responses_input_tokens_details import ResponsesInputTokensDetails
from .responses_output_tokens_details import ResponsesOutputTokensDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesUsage(WireModel):
    """Tokens read and written."""

    input_tokens: int = unset()
    """Tokens of the input, including cached ones."""
    output_tokens: int = unset()
    """Tokens of the output, reasoning included."""
    total_tokens: int = unset()
    """Sum of the two."""
    input_tokens_details: ResponsesInputTokensDetails = unset()
    """More about the tokens of the input."""
    output_tokens_details: ResponsesOutputTokensDetails = unset()
    """More about the tokens of the output."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            input_tokens: int | None = None,
            output_tokens: int | None = None,
            total_tokens: int | None = None,
            input_tokens_details: ResponsesInputTokensDetails | Mapping[str, Any] | None = None,
            output_tokens_details: ResponsesOutputTokensDetails | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.input_tokens = get("input_tokens")
        self.output_tokens = get("output_tokens")
        self.total_tokens = get("total_tokens")
        self.input_tokens_details = (
            ResponsesInputTokensDetails.from_dict(value)
            if (value := get("input_tokens_details")) is not None
            else ABSENT
        )
        self.output_tokens_details = (
            ResponsesOutputTokensDetails.from_dict(value)
            if (value := get("output_tokens_details")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "input_tokens": self.input_tokens,
                "output_tokens": self.output_tokens,
                "total_tokens": self.total_tokens,
                "input_tokens_details": to_wire(self.input_tokens_details),
                "output_tokens_details": to_wire(self.output_tokens_details),
            }
        )
