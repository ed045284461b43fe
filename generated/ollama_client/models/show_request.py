# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ShowRequest, an object of the API."""

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
class ShowRequest(
    WireModel,
    omit_unset=("verbose", "system", "options", "template", "name"),
    deprecated=("template", "name"),
):
    """The model to describe."""

    model: str
    """Name of the model, `name[:tag]`."""
    verbose: bool | None = None
    """Return the long lists in `model_info` in full, and the tensors of safetensors models."""
    system: str | None = None
    """System prompt to report instead of the model's own."""
    options: Options | dict[str, Any] | None = None
    """Options to merge into the Modelfile of the answer."""
    template: str | None = None
    """Deprecated. Ignored. Use `createModel` to set a model's template instead."""
    name: str | None = None
    """Deprecated. Older name of `model`, used only if that is empty. Use `model` instead."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            verbose: bool | None = None,
            system: str | None = None,
            options: Options | Mapping[str, Any] | None = None,
            template: str | None = None,
            name: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.verbose = get("verbose")
        self.system = get("system")
        self.options = get("options")
        self.template = get("template")
        self.name = get("name")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "verbose": self.verbose,
                "system": self.system,
                "options": to_wire(self.options),
                "template": self.template,
                "name": self.name,
            }
        )
