# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatRequest, an object of the API."""

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
from .message import Message
from .options import Options
from .tool import Tool

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatRequest(
    WireModel,
    wire={"debug_render_only": "_debug_render_only"},
    omit_unset=("truncate", "shift", "debug_render_only"),
):
    """A conversation to continue. Without messages, the call loads the model, or unloads it with
    `keep_alive: 0`.
    """

    model: str
    """Name of the model, `name[:tag]`."""
    messages: list[Message] | None = None
    """The conversation so far, the oldest message first."""
    tools: list[Tool] | None = None
    """Functions that the model may call. The model needs the `tools` capability."""
    stream: bool | None = None
    """Unless this is false, the server answers with a stream of JSON lines (application/x-ndjson)
    instead of one JSON object.
    """
    format: Literal["", "json"] | dict[str, Any] | None = None
    """Format of the answer: `json` or a JSON Schema."""
    keep_alive: float | str | None = None
    """How long the model stays loaded after the call, in seconds or as a duration string. Default:
    the server's `OLLAMA_KEEP_ALIVE`, or 5 minutes.
    """
    options: Options | dict[str, Any] | None = None
    """Settings of the model runner for this call."""
    think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None
    """Think before answering. Thinking models do so by default. For other models, any value except
    false is refused.
    """
    truncate: bool | None = None
    """Drop the oldest messages, except system messages, if the conversation does not fit into the
    context. If false, such a conversation is an error. Since Ollama 0.12.6.
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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            messages: Sequence[Message | Mapping[str, Any]] | None = None,
            tools: Sequence[Tool | Mapping[str, Any]] | None = None,
            stream: bool | None = None,
            format: Literal["", "json"] | Mapping[str, Any] | None = None,
            keep_alive: float | str | None = None,
            options: Options | Mapping[str, Any] | None = None,
            think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
            truncate: bool | None = None,
            shift: bool | None = None,
            logprobs: bool | None = None,
            top_logprobs: int | None = None,
            debug_render_only: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.messages = (
            [Message.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.tools = (
            [Tool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        self.format = get("format")
        self.keep_alive = get("keep_alive")
        self.options = get("options")
        self.think = get("think")
        self.truncate = get("truncate")
        self.shift = get("shift")
        self.logprobs = get("logprobs")
        self.top_logprobs = get("top_logprobs")
        self.debug_render_only = get("_debug_render_only")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "messages": to_wire(self.messages),
                "tools": to_wire(self.tools),
                "stream": self.stream,
                "format": self.format,
                "keep_alive": self.keep_alive,
                "options": to_wire(self.options),
                "think": self.think,
                "truncate": self.truncate,
                "shift": self.shift,
                "logprobs": self.logprobs,
                "top_logprobs": self.top_logprobs,
                "_debug_render_only": self.debug_render_only,
            }
        )
