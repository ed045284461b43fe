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
    """How far a pull, push or create has come. The last one of a job that went well has the status
    `success`.
    """

    status: str = unset()
    """The current step, in words meant for people; only `success` is fixed."""
    completed: ByteSize | None = None
    """Bytes of the layer done so far; absent while 0."""
    total: ByteSize | None = None
    """Size of the layer in bytes."""
    digest: str | None = None
    """Digest of the layer the step is about, with the prefix `sha256:`."""

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
