# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ConfigInline, an object of the API."""

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
)
from .config_inline_deep import ConfigInlineDeep

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ConfigInline(WireModel):
    """An object without a name."""

    deep: ConfigInlineDeep | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            deep: ConfigInlineDeep | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.deep = (
            ConfigInlineDeep.from_dict(value) if (value := get("deep")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "deep": to_wire(self.deep),
            }
        )
