# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Event, an object of the API."""

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
from ..types import (
    to_floats,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Event(WireModel):
    """The API's `Event`."""

    name: str = unset()
    details: dict[str, dict[str, list[float]]] | None = None
    """A map that is a component."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str | None = None,
            details: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.name = get("name")
        self.details = (
            {
                key: {key: to_floats(item) for key, item in item.items()}
                for key, item in value.items()
            }
            if (value := get("details")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "name": self.name,
                "details": to_wire(self.details),
            }
        )
