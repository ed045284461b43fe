# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ProgressResponse, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.mixins import StatusResponse
from .._runtime.model import (
    ABSENT,
    JsonObject,
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
class ProgressResponse(StatusResponse):
    """Progress of a pull, push or create. The last one of a successful job has the status
    `success`.
    """

    status: str = unset()
    """Text for people about the current step. Only `success` is fixed."""
    completed: ByteSize | None = None
    """Bytes of the layer that are done. Absent while 0."""
    total: ByteSize | None = None
    """Size of the layer in bytes."""
    digest: str | None = None
    """Digest of the layer of this step, with the prefix `sha256:`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            status: str | None = None,
            completed: ByteSize | int | None = None,
            total: ByteSize | int | None = None,
            digest: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.status = get("status")
        self.completed = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("completed")) is not None
            else ABSENT
        )
        self.total = (
            (ByteSize(value) if value.__class__ is int else to_size(value))
            if (value := get("total")) is not None
            else ABSENT
        )
        self.digest = get("digest")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "status": self.status,
                "completed": self.completed,
                "total": self.total,
                "digest": self.digest,
            }
        )
