# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesEchoedFunction, an object of the API."""

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
class ResponsesEchoedFunction(WireModel):
    """A tool of a group, as the response repeats it; groups do not nest."""

    type: Literal["function"] | str = unset()
    """Kind of tool."""
    name: str | None = None
    """Name of the function; may be empty or absent."""
    description: str | None = None
    """What the function does; null or absent where the request says nothing."""
    strict: bool | None = None
    """The `strict` of the request; null or absent where it has none."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the function's parameters; null or absent where the request has none."""
    execution: Literal["client", "server"] | str | None = None
    """The `execution` of the request."""
    defer_loading: bool | None = None
    """The `defer_loading` of the request."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["function"] | str | None = None,
            name: str | None = None,
            description: str | None = None,
            strict: bool | None = None,
            parameters: Mapping[str, Any] | None = None,
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
        self.strict = get("strict")
        self.parameters = to_object(value) if (value := get("parameters")) is not None else ABSENT
        self.execution = get("execution")
        self.defer_loading = get("defer_loading")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "name": self.name,
                "description": self.description,
                "strict": self.strict,
                "parameters": to_wire(self.parameters),
                "execution": self.execution,
                "defer_loading": self.defer_loading,
            }
        )
