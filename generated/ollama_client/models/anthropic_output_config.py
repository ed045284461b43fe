# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicOutputConfig, an object of the API."""

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
class AnthropicOutputConfig(WireModel):
    """How to answer."""

    effort: Literal["low", "medium", "high", "xhigh", "max"] | str | None = None
    """How hard to reason; `xhigh` means `high`, and every word that is not listed is ignored."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            effort: Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.effort = get("effort")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "effort": self.effort,
            }
        )
