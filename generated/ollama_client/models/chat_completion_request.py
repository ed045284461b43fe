# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionRequest, an object of the API."""

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
from .chat_completion_message_param import ChatCompletionMessageParam
from .chat_completion_reasoning import ChatCompletionReasoning
from .chat_completion_response_format import ChatCompletionResponseFormat
from .completion_stream_options import CompletionStreamOptions
from .tool import Tool

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionRequest(WireModel, wire={"debug_render_only": "_debug_render_only"}):
    """A conversation to continue."""

    model: str
    """Name of the model, `name[:tag]`."""
    messages: list[ChatCompletionMessageParam]
    """The conversation so far, oldest message first; at least one message."""
    tools: list[Tool] | None = None
    """Functions the model may call. The model needs the `tools` capability."""
    stream: bool | None = None
    """If this is true the server answers with a stream of events (text/event-stream) instead of one
    JSON object.
    """
    stream_options: CompletionStreamOptions | None = None
    """What a stream contains besides the answer."""
    max_tokens: int | None = None
    """Most tokens to generate. Without it the model's own limit."""
    temperature: float | None = None
    """Randomness of sampling; 0 always takes the most likely token."""
    top_p: float | None = None
    """Sample from the most likely tokens that together reach this probability."""
    frequency_penalty: float | None = None
    """Penalty that grows with how often a token occurred. Without it the model's own."""
    presence_penalty: float | None = None
    """Penalty for tokens that occurred at all. Without it the model's own."""
    seed: int | None = None
    """Seed of the sampler; the same seed repeats an answer."""
    stop: str | list[str] | None = None
    """Sequences that end the answer and are left out of it."""
    response_format: ChatCompletionResponseFormat | None = None
    """Shape the answer has to have."""
    reasoning: ChatCompletionReasoning | None = None
    """How hard to reason; wins over `reasoning_effort`."""
    reasoning_effort: (
        Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"] | None
    ) = None
    """How hard to reason. Thinking models do when this is unset; for other models anything but
    `none` is refused.
    """
    logprobs: bool | None = None
    """Return the log probability of every generated token."""
    top_logprobs: int | None = None
    """Number of likely alternatives returned per token; only with `logprobs`."""
    debug_render_only: bool | None = None
    """Return the rendered prompt in `_debug_info` instead of running the model. Wire name:
    `_debug_render_only`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            messages: Sequence[ChatCompletionMessageParam | Mapping[str, Any]],
            tools: Sequence[Tool | Mapping[str, Any]] | None = None,
            stream: bool | None = None,
            stream_options: CompletionStreamOptions | Mapping[str, Any] | None = None,
            max_tokens: int | None = None,
            temperature: float | None = None,
            top_p: float | None = None,
            frequency_penalty: float | None = None,
            presence_penalty: float | None = None,
            seed: int | None = None,
            stop: str | Sequence[str] | None = None,
            response_format: ChatCompletionResponseFormat | Mapping[str, Any] | None = None,
            reasoning: ChatCompletionReasoning | Mapping[str, Any] | None = None,
            reasoning_effort: Literal[
                "none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"
            ]
            | None = None,
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
            [ChatCompletionMessageParam.from_dict(item) for item in value]
            if (value := get("messages")) is not None
            else ABSENT
        )
        self.tools = (
            [Tool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        self.stream_options = (
            CompletionStreamOptions.from_dict(value)
            if (value := get("stream_options")) is not None
            else ABSENT
        )
        self.max_tokens = get("max_tokens")
        self.temperature = get("temperature")
        self.top_p = get("top_p")
        self.frequency_penalty = get("frequency_penalty")
        self.presence_penalty = get("presence_penalty")
        self.seed = get("seed")
        self.stop = get("stop")
        self.response_format = (
            ChatCompletionResponseFormat.from_dict(value)
            if (value := get("response_format")) is not None
            else ABSENT
        )
        self.reasoning = (
            ChatCompletionReasoning.from_dict(value)
            if (value := get("reasoning")) is not None
            else ABSENT
        )
        self.reasoning_effort = get("reasoning_effort")
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
                "stream_options": to_wire(self.stream_options),
                "max_tokens": self.max_tokens,
                "temperature": self.temperature,
                "top_p": self.top_p,
                "frequency_penalty": self.frequency_penalty,
                "presence_penalty": self.presence_penalty,
                "seed": self.seed,
                "stop": self.stop,
                "response_format": to_wire(self.response_format),
                "reasoning": to_wire(self.reasoning),
                "reasoning_effort": self.reasoning_effort,
                "logprobs": self.logprobs,
                "top_logprobs": self.top_logprobs,
                "_debug_render_only": self.debug_render_only,
            }
        )
