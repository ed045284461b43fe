# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ModelThinking, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ModelThinking(WireModel):
    """Valid values of `think` for a model."""

    values: list[bool | Literal["low", "medium", "high", "xhigh", "max"] | str] | None = None
    """The values that the model accepts."""
    default: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None
    """The value that is used without `think`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            values: Sequence[bool | Literal["low", "medium", "high", "xhigh", "max"] | str]
            | None = None,
            default: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.values = get("values")
        self.default = get("default")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "values": self.values,
                "default": self.default,
            }
        )
