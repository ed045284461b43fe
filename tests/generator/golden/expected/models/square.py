# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Square, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Square(WireModel):
    """The API's `Square`."""

    kind: Literal["square"] = "square"
    side: float = unset()

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            kind: Literal["square"] = "square",
            side: float | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.kind = get("kind")
        self.side = get("side")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "kind": self.kind,
                "side": self.side,
            }
        )
