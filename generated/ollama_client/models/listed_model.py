# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ListedModel, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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
from ..types import (
    ByteSize,
    to_size,
)
from .model_details import ModelDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ListedModel(WireModel, omit_unset=("name", "remote_model", "remote_host", "capabilities")):
    """A model on this server."""

    __module__ = "ollama_client.models"
    __qualname__ = "ListResponse.Model"

    model: str = unset()
    """Shortest name of the model."""
    modified_at: datetime = unset()
    """When the model was last modified, in the server's time zone. Up to nine fraction digits,
    which a client may cut.
    """
    digest: str = unset()
    """SHA-256 of the manifest, 64 hex digits without a prefix."""
    size: ByteSize = unset()
    """Size on disk in bytes."""
    details: ModelDetails = unset()
    """Details of the model."""
    name: str = unset()
    """The same text as `model`."""
    remote_model: str | None = None
    """Name of the model on another server, for remote models. Since Ollama 0.12.0."""
    remote_host: str | None = None
    """Address of the other server, for remote models. Since Ollama 0.12.0."""
    capabilities: (
        list[
            Literal[
                "completion", "tools", "insert", "vision", "embedding", "thinking", "image", "audio"
            ]
            | str
        ]
        | None
    ) = None
    """Capabilities of the model, detected from its Go template. Older servers do not send them.
    `showModel` also reads chat templates. Since Ollama 0.30.0.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            modified_at: datetime | str | None = None,
            digest: str | None = None,
            size: ByteSize | int | None = None,
            details: ModelDetails | Mapping[str, Any] | None = None,
            name: str | None = None,
            remote_model: str | None = None,
            remote_host: str | None = None,
            capabilities: Sequence[
                Literal[
                    "completion",
                    "tools",
                    "insert",
                    "vision",
                    "embedding",
                    "thinking",
                    "image",
                    "audio",
                ]
                | str
            ]
            | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.digest = get("digest")
        self.size = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("size")) is not None
            else ABSENT
        )
        self.details = (
            ModelDetails.from_dict(value) if (value := get("details")) is not None else ABSENT
        )
        self.name = get("name")
        self.remote_model = get("remote_model")
        self.remote_host = get("remote_host")
        self.capabilities = get("capabilities")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "modified_at": to_wire(self.modified_at),
                "digest": self.digest,
                "size": self.size,
                "details": to_wire(self.details),
                "name": self.name,
                "remote_model": self.remote_model,
                "remote_host": self.remote_host,
                "capabilities": self.capabilities,
            }
        )


#: The name of the class inside `ListResponse`.
Model = ListedModel
