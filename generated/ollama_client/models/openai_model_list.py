# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiModelList, an object of the API."""

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
    unset,
)
from .openai_model import OpenaiModel

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class OpenaiModelList(WireModel):
    """The models of this server."""

    object: str = unset()
    """Kind of object, always `list`."""
    data: list[OpenaiModel] | None = unset()
    """The models; null when there is none."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            object: str | None = None,
            data: Sequence[OpenaiModel | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.object = get("object")
        self.data = (
            [OpenaiModel.from_dict(item) for item in value]
            if (value := get("data")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "object": self.object,
                "data": to_wire(self.data),
            }
        )
