# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CloudStatusResponse, an object of the API."""

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
from .cloud_status import CloudStatus

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CloudStatusResponse(WireModel):
    """Whether this server may use the cloud."""

    cloud: CloudStatus = unset()
    """State of the cloud features."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            cloud: CloudStatus | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.cloud = CloudStatus.from_dict(value) if (value := get("cloud")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "cloud": to_wire(self.cloud),
            }
        )
