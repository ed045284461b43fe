# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicToolChoice, an object of the API."""

from __future__ import annotations

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
class AnthropicToolChoice(WireModel):
    """Which tools the model may call; ignored."""

    type: Literal["auto", "any", "tool", "none"] | str
    """How to choose."""
    name: str | None = None
    """Name of the tool to call."""
    disable_parallel_tool_use: bool | None = None
    """Whether the model may call one tool only."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["auto", "any", "tool", "none"] | str,
            name: str | None = None,
            disable_parallel_tool_use: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.name = get("name")
        self.disable_parallel_tool_use = get("disable_parallel_tool_use")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "name": self.name,
                "disable_parallel_tool_use": self.disable_parallel_tool_use,
            }
        )
