# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Edge, an object of the API."""

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

if TYPE_CHECKING:
    from typing_extensions import Self

    from .node import Node


@model
class Edge(WireModel):
    """The API's `Edge`."""

    to: Node = unset()
    """Closes a circle of imports."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            to: Node | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.to = Node.from_dict(value) if (value := get("to")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "to": to_wire(self.to),
            }
        )


from .node import Node  # noqa: E402
