# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""RunningModel, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
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
from ..types import (
    ByteSize,
    to_size,
)
from .model_details import ModelDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class RunningModel(WireModel):
    """A loaded model."""

    __module__ = "ollama_client.models"
    __qualname__ = "ProcessResponse.Model"

    model: str = unset()
    """Name of the model."""
    name: str = unset()
    """The same text as `model`."""
    digest: str = unset()
    """SHA-256 of the manifest, 64 hex digits without a prefix."""
    expires_at: datetime = unset()
    """When the model will be unloaded, in the server's time zone. About 292 years in the future for
    a model that stays loaded. Up to nine fraction digits, which a client may cut.
    """
    size: ByteSize = unset()
    """Memory in use in bytes."""
    size_vram: ByteSize = unset()
    """Part of `size` that is on the GPU, in bytes."""
    details: ModelDetails = unset()
    """Details of the model."""
    context_length: int = unset()
    """Context window of the loaded model, in tokens. Can be 0 while it loads."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            name: str | None = None,
            digest: str | None = None,
            expires_at: datetime | str | None = None,
            size: ByteSize | int | None = None,
            size_vram: ByteSize | int | None = None,
            details: ModelDetails | Mapping[str, Any] | None = None,
            context_length: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.name = get("name")
        self.digest = get("digest")
        self.size = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("size")) is not None
            else ABSENT
        )
        self.size_vram = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("size_vram")) is not None
            else ABSENT
        )
        self.details = (
            ModelDetails.from_dict(value) if (value := get("details")) is not None else ABSENT
        )
        self.context_length = get("context_length")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "name": self.name,
                "digest": self.digest,
                "expires_at": to_wire(self.expires_at),
                "size": self.size,
                "size_vram": self.size_vram,
                "details": to_wire(self.details),
                "context_length": self.context_length,
            }
        )


#: The name of the class inside `ProcessResponse`.
Model = RunningModel
