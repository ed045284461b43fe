# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ProcessResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from .running_model import RunningModel

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ProcessResponse(WireModel):
    """The loaded models. Those that will be unloaded last come first."""

    from .running_model import Model as Model

    models: list[RunningModel]
    """The models. Empty if none is loaded."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            models: Sequence[RunningModel | Mapping[str, Any]],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.models = (
            [RunningModel.from_dict(item) for item in value]
            if (value := get("models")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "models": to_wire(self.models),
            }
        )
