# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesEchoedText, an object of the API."""

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
from .responses_text_format import ResponsesTextFormat

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesEchoedText(WireModel):
    """The shape of the text, as the response repeats it."""

    format: ResponsesTextFormat = unset()
    """The `format` of the request, otherwise one of the type `text`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            format: ResponsesTextFormat | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.format = (
            ResponsesTextFormat.from_dict(value) if (value := get("format")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "format": to_wire(self.format),
            }
        )
