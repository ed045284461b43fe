# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CreateRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
from .message import Message
from .options import Options

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CreateRequest(
    WireModel,
    wire={"from_": "from"},
    omit_unset=(
        "draft_quantize",
        "remote_host",
        "draft_files",
        "renderer",
        "parser",
        "requires",
        "info",
        "name",
        "quantization",
    ),
    deprecated=("adapters", "name", "quantization"),
):
    """A model to create, from another model (`from`) or from uploaded files (`files`). One of them
    is required.
    """

    model: str
    """Name of the new model."""
    from_: str | None = None
    """Model to start from. A name that ends in `:cloud` creates a link to that model. Wire name:
    `from`.
    """
    files: dict[str, str] | None = None
    """Digests of uploaded weight files, by relative file name."""
    adapters: dict[str, str] | None = None
    """Deprecated. Digest of an uploaded LoRA adapter, by relative file name. Ollama 0.34 and newer
    refuse it with status 400. Use `files` with the adapter merged into the weights.
    """
    template: str | None = None
    """Prompt template in Go syntax."""
    license: str | list[str] | None = None
    """License text, or a list of them."""
    system: str | None = None
    """System prompt of the new model."""
    parameters: Options | dict[str, Any] | None = None
    """Options stored in the new model."""
    messages: list[Message] | None = None
    """Messages at the start of every chat with the new model."""
    stream: bool | None = None
    """Unless this is false, the server answers with a stream of JSON lines (application/x-ndjson),
    one for each step, instead of one JSON object at the end.
    """
    quantize: str | None = None
    """Quantization to convert the weights to."""
    draft_quantize: str | None = None
    """Quantization of the draft model. Requires `draft_files`."""
    remote_host: str | None = None
    """Server that runs the model. The new model is only a link to it. Since Ollama 0.12.0."""
    draft_files: dict[str, str] | None = None
    """Digests of the uploaded files of a draft model for speculative decoding, by relative file
    name. Cannot be used with `remote_host`.
    """
    renderer: str | None = None
    """Name of the built-in renderer of prompts."""
    parser: str | None = None
    """Name of the built-in parser of answers."""
    requires: str | None = None
    """Oldest Ollama version that can run the model."""
    info: dict[str, Any] | None = None
    """Values that override what the server reports about the model: `capabilities` (a list),
    `model_family`, `base_name`, `quantization_level`, `parameter_size` (strings), `context_length`,
    `embedding_length` (integers from 0).
    """
    name: str | None = None
    """Deprecated. Older name of `model`, used only if that is empty. Use `model` instead."""
    quantization: str | None = None
    """Deprecated. Older name of `quantize`. Use `quantize` instead."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            from_: str | None = None,
            files: Mapping[str, str] | None = None,
            adapters: Mapping[str, str] | None = None,
            template: str | None = None,
            license: str | Sequence[str] | None = None,
            system: str | None = None,
            parameters: Options | Mapping[str, Any] | None = None,
            messages: Sequence[Message | Mapping[str, Any]] | None = None,
            stream: bool | None = None,
            quantize: str | None = None,
            draft_quantize: str | None = None,
            remote_host: str | None = None,
            draft_files: Mapping[str, str] | None = None,
            renderer: str | None = None,
            parser: str | None = None,
            requires: str | None = None,
            info: Mapping[str, Any] | None = None,
            name: str | None = None,
            quantization: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.from_ = get("from")
        self.files = to_object(value) if (value := get("files")) is not None else ABSENT
        self.adapters = to_object(value) if (value := get("adapters")) is not None else ABSENT
        self.template = get("template")
        self.license = get("license")
        self.system = get("system")
        self.parameters = get("parameters")
        self.messages = (
            [Message.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        self.quantize = get("quantize")
        self.draft_quantize = get("draft_quantize")
        self.remote_host = get("remote_host")
        self.draft_files = to_object(value) if (value := get("draft_files")) is not None else ABSENT
        self.renderer = get("renderer")
        self.parser = get("parser")
        self.requires = get("requires")
        self.info = to_object(value) if (value := get("info")) is not None else ABSENT
        self.name = get("name")
        self.quantization = get("quantization")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "from": self.from_,
                "files": to_wire(self.files),
                "adapters": to_wire(self.adapters),
                "template": self.template,
                "license": self.license,
                "system": self.system,
                "parameters": to_wire(self.parameters),
                "messages": to_wire(self.messages),
                "stream": self.stream,
                "quantize": self.quantize,
                "draft_quantize": self.draft_quantize,
                "remote_host": self.remote_host,
                "draft_files": to_wire(self.draft_files),
                "renderer": self.renderer,
                "parser": self.parser,
                "requires": self.requires,
                "info": to_wire(self.info),
                "name": self.name,
                "quantization": self.quantization,
            }
        )
