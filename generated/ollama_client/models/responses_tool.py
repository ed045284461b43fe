# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesTool, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from ..types import (
    to_object,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesTool(WireModel):
    """A tool the model may call."""

    type: Literal["function", "namespace", "web_search", "tool_search"] | str
    """Kind of tool. `function`: one that you carry out; `namespace`: a group of tools;
    `web_search`: one that the server carries out; `tool_search`: one that finds tools whose
    loading is put off (`defer_loading`), not in servers before 0.34.
    """
    name: str | None = None
    """Name the model uses to call the function, or name of the group."""
    description: str | None = None
    """What the function does; the model chooses by it."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the function's parameters."""
    strict: bool | None = None
    """Repeated in the answer; without effect."""
    tools: list[ResponsesTool] | None = None
    """The tools of a group."""
    execution: Literal["client", "server"] | str | None = None
    """Who carries out a `tool_search`."""
    defer_loading: bool | None = None
    """Keep the tool from the model until a `tool_search` finds it."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["function", "namespace", "web_search", "tool_search"] | str,
            name: str | None = None,
            description: str | None = None,
            parameters: Mapping[str, Any] | None = None,
            strict: bool | None = None,
            tools: Sequence[ResponsesTool | Mapping[str, Any]] | None = None,
            execution: Literal["client", "server"] | str | None = None,
            defer_loading: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.name = get("name")
        self.description = get("description")
        self.parameters = to_object(value) if (value := get("parameters")) is not None else ABSENT
        self.strict = get("strict")
        self.tools = (
            [ResponsesTool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.execution = get("execution")
        self.defer_loading = get("defer_loading")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "name": self.name,
                "description": self.description,
                "parameters": to_wire(self.parameters),
                "strict": self.strict,
                "tools": to_wire(self.tools),
                "execution": self.execution,
                "defer_loading": self.defer_loading,
            }
        )
