# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicThinking, an object of the API."""

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
class AnthropicThinking(WireModel):
    """Whether to reason before answering."""

    type: Literal["enabled", "disabled"] | str
    """`enabled` or `disabled`; every other word leaves it to the model and `output_config`."""
    budget_tokens: int | None = None
    """Ignored."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal["enabled", "disabled"] | str,
            budget_tokens: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.budget_tokens = get("budget_tokens")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "budget_tokens": self.budget_tokens,
            }
        )
