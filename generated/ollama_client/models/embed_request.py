# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""EmbedRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
class EmbedRequest(WireModel):
    """Texts to embed. Without input, the call only loads the model."""

    model: str
    """Name of the model, `name[:tag]`."""
    input: str | list[str] | None = None
    """One text or a list of texts."""
    truncate: bool | None = None
    """Cut texts that do not fit into the context. If false, such a text is an error."""
    dimensions: int | None = None
    """Number of dimensions of the vectors. Longer vectors are cut and normalized again. 0 means the
    model's own number. Since Ollama 0.11.11.
    """
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
            input: str | Sequence[str] | None = None,
            truncate: bool | None = None,
            dimensions: int | None = None,
            keep_alive: float | str | None = None,
            options: Options | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.input = get("input")
        self.truncate = get("truncate")
        self.dimensions = get("dimensions")
        self.keep_alive = get("keep_alive")
        self.options = get("options")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "input": self.input,
                "truncate": self.truncate,
                "dimensions": self.dimensions,
                "keep_alive": self.keep_alive,
                "options": to_wire(self.options),
            }
        )
