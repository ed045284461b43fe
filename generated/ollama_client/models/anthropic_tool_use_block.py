# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicToolUseBlock, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

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
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicToolUseBlock(WireModel):
    """A tool the model wants called."""

    type: Literal["tool_use"] = "tool_use"
    """Kind of block."""
    id: str = unset()
    """Identifies the call; the block with its result repeats it."""
    name: str = unset()
    """Name of the tool, as the request gave it."""
    input: dict[str, Any] | None = None
    """Arguments by parameter name, in the order the model wrote them; empty at the start of the
    block in a stream.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["tool_use"] = "tool_use",
            id: str | None = None,
            name: str | None = None,
            input: Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.id = get("id")
        self.name = get("name")
        self.input = to_object(value) if (value := get("input")) is not None else ABSENT
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "id": self.id,
                "name": self.name,
                "input": to_wire(self.input),
            }
        )
