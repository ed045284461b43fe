# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""DebugInfo, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
class DebugInfo(WireModel):
    """The rendered prompt. Only sent after `_debug_render_only`."""

    rendered_template: str = unset()
    """The prompt after the template was applied."""
    image_count: int | None = None
    """Number of images in the prompt. Absent if there are none."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.rendered_template = get("rendered_template")
        self.image_count = get("image_count")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "rendered_template": self.rendered_template,
                "image_count": self.image_count,
            }
        )
