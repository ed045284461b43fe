# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicTool, an object of the API."""

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
)
from .tool_function_parameters import ToolFunctionParameters

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicTool(WireModel):
    """A tool the model may call."""

    type: Literal["custom", "web_search_20250305"] | str | None = None
    """Kind of tool. One that begins with `web_search` is carried out by the server, every other one
    by you.
    """
    name: str
    """Name the model uses to call the tool."""
    description: str | None = None
    """What the tool does; the model chooses by it."""
    input_schema: ToolFunctionParameters | None = None
    """The parameters, in the part of JSON Schema that the server understands."""
    max_uses: int | None = None
    """Most searches of a web search tool; the server stops after three in any case."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["custom", "web_search_20250305"] | str | None = None,
            name: str,
            description: str | None = None,
            input_schema: ToolFunctionParameters | Mapping[str, Any] | None = None,
            max_uses: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.name = get("name")
        self.description = get("description")
        self.input_schema = (
            ToolFunctionParameters.from_dict(value)
            if (value := get("input_schema")) is not None
            else ABSENT
        )
        self.max_uses = get("max_uses")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "name": self.name,
                "description": self.description,
                "input_schema": to_wire(self.input_schema),
                "max_uses": self.max_uses,
            }
        )
