# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""GenerateRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from ..types import (
    Base64,
    received_base64,
)
from .options import Options

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class GenerateRequest(
    WireModel,
    wire={"debug_render_only": "_debug_render_only"},
    omit_unset=("truncate", "shift", "debug_render_only"),
    deprecated=("context", "width", "height", "steps"),
):
    """A prompt to complete. Without a prompt, the call loads the model, or unloads it with
    `keep_alive: 0`.
    """

    model: str
    """Name of the model, `name[:tag]`."""
    prompt: str | None = None
    """Text to answer or continue."""
    suffix: str | None = None
    """Text after the insertion. The model needs the `insert` capability."""
    system: str | None = None
    """System prompt that replaces the model's own."""
    template: str | None = None
    """Prompt template in Go syntax that replaces the model's own."""
    context: list[int] | None = None
    """Token IDs from an earlier answer, to continue it. Deprecated. Use `generateChat` with the
    messages so far instead.
    """
    stream: bool | None = None
    """Unless this is false, the server answers with a stream of JSON lines (application/x-ndjson)
    instead of one JSON object.
    """
    raw: bool | None = None
    """Send the prompt to the model without any template. Cannot be combined with `template`,
    `system` or `context`.
    """
    format: Literal["", "json"] | dict[str, Any] | None = None
    """Format of the answer: `json` or a JSON Schema."""
    keep_alive: float | str | None = None
    """How long the model stays loaded after the call, in seconds or as a duration string. Default:
    the server's `OLLAMA_KEEP_ALIVE`, or 5 minutes.
    """
    images: list[Base64] | None = None
    """Images or audio, for models that support them. A `data:` prefix is refused."""
    options: Options | dict[str, Any] | None = None
    """Settings of the model runner for this call."""
    think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None
    """Think before answering. Thinking models do so by default. For other models, any value except
    false is refused.
    """
    truncate: bool | None = None
    """Cut a prompt that does not fit into the context. If false, such a prompt is an error. Since
    Ollama 0.12.6.
    """
    shift: bool | None = None
    """Slide the context if it fills up during generation. If false, generation stops then. Since
    Ollama 0.12.6.
    """
    logprobs: bool | None = None
    """Return the log probability of each generated token. Since Ollama 0.12.11."""
    top_logprobs: int | None = None
    """Number of likely alternatives to return per token. Only with `logprobs`. Since Ollama
    0.12.11.
    """
    debug_render_only: bool | None = None
    """Return the rendered prompt in `_debug_info` instead of running the model. Wire name:
    `_debug_render_only`.
    """
    width: int | None = None
    """Deprecated. Width of a generated image in pixels. Ignored by newer servers; there is no
    replacement. Since Ollama 0.14.3, removed in 0.32.6.
    """
    height: int | None = None
    """Deprecated. Height of a generated image in pixels. Ignored by newer servers; there is no
    replacement. Since Ollama 0.14.3, removed in 0.32.6.
    """
    steps: int | None = None
    """Deprecated. Diffusion steps of a generated image. Ignored by newer servers; there is no
    replacement. Since Ollama 0.14.3, removed in 0.32.6.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            prompt: str | None = None,
            suffix: str | None = None,
            system: str | None = None,
            template: str | None = None,
            context: Sequence[int] | None = None,
            stream: bool | None = None,
            raw: bool | None = None,
            format: Literal["", "json"] | Mapping[str, Any] | None = None,
            keep_alive: float | str | None = None,
            images: Sequence[Base64] | None = None,
            options: Options | Mapping[str, Any] | None = None,
            think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
            truncate: bool | None = None,
            shift: bool | None = None,
            logprobs: bool | None = None,
            top_logprobs: int | None = None,
            debug_render_only: bool | None = None,
            width: int | None = None,
            height: int | None = None,
            steps: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.prompt = get("prompt")
        self.suffix = get("suffix")
        self.system = get("system")
        self.template = get("template")
        self.context = get("context")
        self.stream = get("stream")
        self.raw = get("raw")
        self.format = get("format")
        self.keep_alive = get("keep_alive")
        self.images = received_base64(value) if (value := get("images")) is not None else ABSENT
        self.options = get("options")
        self.think = get("think")
        self.truncate = get("truncate")
        self.shift = get("shift")
        self.logprobs = get("logprobs")
        self.top_logprobs = get("top_logprobs")
        self.debug_render_only = get("_debug_render_only")
        self.width = get("width")
        self.height = get("height")
        self.steps = get("steps")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "prompt": self.prompt,
                "suffix": self.suffix,
                "system": self.system,
                "template": self.template,
                "context": self.context,
                "stream": self.stream,
                "raw": self.raw,
                "format": self.format,
                "keep_alive": self.keep_alive,
                "images": to_wire(self.images),
                "options": to_wire(self.options),
                "think": self.think,
                "truncate": self.truncate,
                "shift": self.shift,
                "logprobs": self.logprobs,
                "top_logprobs": self.top_logprobs,
                "_debug_render_only": self.debug_render_only,
                "width": self.width,
                "height": self.height,
                "steps": self.steps,
            }
        )
