# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Tool, an object of the API."""

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
from .tool_function import ToolFunction

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Tool(WireModel, omit_unset=("items",)):
    """A function that the model may call."""

    from .tool_function import Function as Function

    type: str | None = "function"
    """Kind of tool. The server does not check it. Models know `function`."""
    function: ToolFunction = unset()
    """The function."""
    items: Any = None
    """Any JSON value. Passed to the model's template."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: str | None = "function",
            function: ToolFunction | Mapping[str, Any] | None = None,
            items: Any = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.function = (
            ToolFunction.from_dict(value) if (value := get("function")) is not None else ABSENT
        )
        self.items = get("items")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "function": to_wire(self.function),
                "items": self.items,
            }
        )
