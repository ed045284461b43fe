# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ListResponse, an object of the API."""

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
from .listed_model import ListedModel

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ListResponse(WireModel):
    """The models on this server, the most recently modified first."""

    from .listed_model import Model as Model

    models: list[ListedModel]
    """The models. Empty if there are none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            models: Sequence[ListedModel | Mapping[str, Any]],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.models = (
            [ListedModel.from_dict(item) for item in value]
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
