# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""EmbeddingsRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from .options import Options

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class EmbeddingsRequest(WireModel):
    """A text to embed, in the form of the deprecated operation."""

    model: str
    """Name of the model, `name[:tag]`."""
    prompt: str | None = None
    """The text. Without it, the call only loads the model."""
    keep_alive: float | str | None = None
    """How long the model stays loaded after the call, in seconds or as a duration string. Default:
    the server's `OLLAMA_KEEP_ALIVE`, or 5 minutes.
    """
    options: Options | dict[str, Any] | None = None
    """Settings of the model runner for this call."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            prompt: str | None = None,
            keep_alive: float | str | None = None,
            options: Options | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.prompt = get("prompt")
        self.keep_alive = get("keep_alive")
        self.options = get("options")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "prompt": self.prompt,
                "keep_alive": self.keep_alive,
                "options": to_wire(self.options),
            }
        )
