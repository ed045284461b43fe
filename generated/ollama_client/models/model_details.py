# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelDetails, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
class ModelDetails(WireModel, omit_unset=("context_length", "embedding_length")):
    """Details of the model."""

    parent_model: str = unset()
    """Model that this one was created from. Often empty."""
    format: str = unset()
    """File format of the weights."""
    family: str = unset()
    """Architecture of the model."""
    families: list[str] | None = unset()
    """All architectures in the model. Null if unknown."""
    parameter_size: str = unset()
    """Number of parameters, as text."""
    quantization_level: str = unset()
    """Quantization of the weights."""
    context_length: int | None = None
    """Maximum context length of the model, in tokens. Only set by `listModels`."""
    embedding_length: int | None = None
    """Length of the model's vectors. Only set by `listModels`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            parent_model: str | None = None,
            format: str | None = None,
            family: str | None = None,
            families: Sequence[str] | None = None,
            parameter_size: str | None = None,
            quantization_level: str | None = None,
            context_length: int | None = None,
            embedding_length: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.parent_model = get("parent_model")
        self.format = get("format")
        self.family = get("family")
        self.families = get("families")
        self.parameter_size = get("parameter_size")
        self.quantization_level = get("quantization_level")
        self.context_length = get("context_length")
        self.embedding_length = get("embedding_length")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "parent_model": self.parent_model,
                "format": self.format,
                "family": self.family,
                "families": self.families,
                "parameter_size": self.parameter_size,
                "quantization_level": self.quantization_level,
                "context_length": self.context_length,
                "embedding_length": self.embedding_length,
            }
        )
