# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelRecommendation, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)
from ..types import (
    ByteSize,
    to_size,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ModelRecommendation(WireModel):
    """A recommended model."""

    model: str = unset()
    """Name of the model."""
    description: str = unset()
    """What the model is good for."""
    context_length: int | None = None
    """Context window in tokens."""
    max_output_tokens: int | None = None
    """Maximum length of an answer, in tokens."""
    vram_bytes: ByteSize | None = None
    """GPU memory that a local model needs, in bytes."""
    required_plan: Literal["free", "pro", "max"] | str | None = None
    """Plan of the account that a cloud model needs. Since Ollama 0.23.2."""
    thinking: Any = None
    """How the model thinks. Any JSON value, because its form is not documented. Since Ollama
    0.34.0.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            description: str | None = None,
            context_length: int | None = None,
            max_output_tokens: int | None = None,
            vram_bytes: ByteSize | int | None = None,
            required_plan: Literal["free", "pro", "max"] | str | None = None,
            thinking: Any = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.description = get("description")
        self.context_length = get("context_length")
        self.max_output_tokens = get("max_output_tokens")
        self.vram_bytes = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("vram_bytes")) is not None
            else ABSENT
        )
        self.required_plan = get("required_plan")
        self.thinking = get("thinking")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "description": self.description,
                "context_length": self.context_length,
                "max_output_tokens": self.max_output_tokens,
                "vram_bytes": self.vram_bytes,
                "required_plan": self.required_plan,
                "thinking": self.thinking,
            }
        )
