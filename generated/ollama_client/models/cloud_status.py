# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CloudStatus, an object of the API."""

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
class CloudStatus(WireModel):
    """State of the cloud features."""

    disabled: bool = unset()
    """Whether the owner of the server has disabled the cloud."""
    source: Literal["none", "env", "config", "both"] | str = unset()
    """Where that was set: the environment, the configuration file, both or neither."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            disabled: bool | None = None,
            source: Literal["none", "env", "config", "both"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.disabled = get("disabled")
        self.source = get("source")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "disabled": self.disabled,
                "source": self.source,
            }
        )
