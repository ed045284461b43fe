# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Node, an object of the API."""

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

if TYPE_CHECKING:
    from typing_extensions import Self

    from .edge import Edge


@model
class Node(WireModel):
    """The API's `Node`."""

    edges: list[Edge] | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            edges: Sequence[Edge | Mapping[str, Any]] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.edges = (
            [Edge.from_dict(item) for item in value]
            if (value := get("edges")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "edges": to_wire(self.edges),
            }
        )


from .edge import Edge  # noqa: E402
