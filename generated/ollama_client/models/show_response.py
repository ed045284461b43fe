# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ShowResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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
from .message import Message
from .model_details import ModelDetails
from .model_thinking import ModelThinking
from .tensor import Tensor

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ShowResponse(
    WireModel,
    wire={"modelinfo": "model_info"},
    omit_unset=(
        "system",
        "renderer",
        "parser",
        "messages",
        "remote_model",
        "remote_host",
        "projector_info",
        "tensors",
        "requires",
        "thinking",
    ),
):
    """Details of a model. Servers before 0.14.3 may leave out `model_info`."""

    modified_at: datetime = unset()
    """When the model was last modified, in the server's time zone. Up to nine fraction digits,
    which a client may cut.
    """
    template: str | None = None
    """Prompt template in Go syntax."""
    modelfile: str | None = None
    """Text of a Modelfile that creates this model."""
    license: str | None = None
    """The licenses, joined by line breaks."""
    details: ModelDetails = unset()
    """Details of the model."""
    modelinfo: dict[str, Any] = unset()
    """Metadata of the weights by key: strings, numbers, booleans, lists and nulls. Empty if nothing
    is known. Long lists are null unless `verbose` is set. Wire name: `model_info`.
    """
    parameters: str | None = None
    """Stored options as text, one `name value` on each line."""
    capabilities: (
        list[
            Literal[
                "completion", "tools", "insert", "vision", "embedding", "thinking", "image", "audio"
            ]
            | str
        ]
        | None
    ) = None
    """Capabilities of the model."""
    system: str | None = None
    """System prompt of the model."""
    renderer: str | None = None
    """Name of the built-in renderer of prompts."""
    parser: str | None = None
    """Name of the built-in parser of answers."""
    messages: list[Message] | None = None
    """Messages at the start of every chat with the model. Role and content only."""
    remote_model: str | None = None
    """Name of the model on another server, for remote models. Since Ollama 0.12.0."""
    remote_host: str | None = None
    """Address of the other server, for remote models. Since Ollama 0.12.0."""
    projector_info: dict[str, Any] | None = None
    """Metadata of the multimodal projector, in the same form as `model_info`."""
    tensors: list[Tensor] | None = None
    """The tensors. For safetensors models, only with `verbose`."""
    requires: str | None = None
    """Oldest Ollama version that can run the model."""
    thinking: ModelThinking | None = None
    """Valid values of `think` for this model. Absent if it does not think. Since Ollama 0.34.3."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            modified_at: datetime | str | None = None,
            template: str | None = None,
            modelfile: str | None = None,
            license: str | None = None,
            details: ModelDetails | Mapping[str, Any] | None = None,
            modelinfo: Mapping[str, Any] | None = None,
            model_info: Mapping[str, Any] | None = None,
            parameters: str | None = None,
            capabilities: Sequence[
                Literal[
                    "completion",
                    "tools",
                    "insert",
                    "vision",
                    "embedding",
                    "thinking",
                    "image",
                    "audio",
                ]
                | str
            ]
            | None = None,
            system: str | None = None,
            renderer: str | None = None,
            parser: str | None = None,
            messages: Sequence[Message | Mapping[str, Any]] | None = None,
            remote_model: str | None = None,
            remote_host: str | None = None,
            projector_info: Mapping[str, Any] | None = None,
            tensors: Sequence[Tensor | Mapping[str, Any]] | None = None,
            requires: str | None = None,
            thinking: ModelThinking | Mapping[str, Any] | None = None,
        ) -> None: ...

    @property
    def model_info(self) -> dict[str, Any]:
        """The same as `modelinfo`, under its wire name."""
        return self.modelinfo

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.template = get("template")
        self.modelfile = get("modelfile")
        self.license = get("license")
        self.details = (
            ModelDetails.from_dict(value) if (value := get("details")) is not None else ABSENT
        )
        self.modelinfo = to_object(value) if (value := get("model_info")) is not None else ABSENT
        self.parameters = get("parameters")
        self.capabilities = get("capabilities")
        self.system = get("system")
        self.renderer = get("renderer")
        self.parser = get("parser")
        self.messages = (
            [Message.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.remote_model = get("remote_model")
        self.remote_host = get("remote_host")
        self.projector_info = (
            to_object(value) if (value := get("projector_info")) is not None else ABSENT
        )
        self.tensors = (
            [Tensor.from_dict(item) for item in value]
            if (value := get("tensors")) is not None
            else ABSENT
        )
        self.requires = get("requires")
        self.thinking = (
            ModelThinking.from_dict(value) if (value := get("thinking")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "modified_at": to_wire(self.modified_at),
                "template": self.template,
                "modelfile": self.modelfile,
                "license": self.license,
                "details": to_wire(self.details),
                "model_info": to_wire(self.modelinfo),
                "parameters": self.parameters,
                "capabilities": self.capabilities,
                "system": self.system,
                "renderer": self.renderer,
                "parser": self.parser,
                "messages": to_wire(self.messages),
                "remote_model": self.remote_model,
                "remote_host": self.remote_host,
                "projector_info": to_wire(self.projector_info),
                "tensors": to_wire(self.tensors),
                "requires": self.requires,
                "thinking": to_wire(self.thinking),
            }
        )
