# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesOutputText, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
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
class ResponsesOutputText(WireModel):
    """A text of the model."""

    type: Literal["output_text"] | str = unset()
    """Kind of part. Expect new values."""
    text: str = unset()
    """The text."""
    annotations: list[Any] = unset()
    """Always empty."""
    logprobs: list[Any] = unset()
    """Always empty."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["output_text"] | str | None = None,
            text: str | None = None,
            annotations: Sequence[Any] | None = None,
            logprobs: Sequence[Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.text = get("text")
        self.annotations = get("annotations")
        self.logprobs = get("logprobs")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "text": self.text,
                "annotations": self.annotations,
                "logprobs": self.logprobs,
            }
        )
