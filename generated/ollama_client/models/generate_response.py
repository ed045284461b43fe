# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""GenerateResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.mixins import GenerateResponseMixin, ParsedT
from .._runtime.model import (
    ABSENT,
    JsonObject,
    model,
    new,
    to_wire,
    unset,
)
from .debug_info import DebugInfo
from .logprob import Logprob
from .tool_call import ToolCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class GenerateResponse(
    GenerateResponseMixin[ParsedT],
    wire={"debug_info": "_debug_info"},
    omit_unset=(
        "remote_model",
        "remote_host",
        "tool_calls",
        "debug_info",
        "prompt_eval_cached_count",
    ),
    deprecated=("context", "image", "completed", "total"),
):
    """A completion, or one piece of it in a stream. Only the last piece has durations, counts and
    `done_reason`.
    """

    model: str = unset()
    """Name of the model, as in the request."""
    created_at: str = unset()
    """When the piece was created, in UTC. Up to nine fraction digits, which a client may cut."""
    done: bool = unset()
    """True on the last piece of a stream and on a complete answer. False on all pieces, and on an
    answer in one object, if the server stops a model that repeats itself.
    """
    done_reason: Literal["stop", "length", "load", "unload"] | str | None = None
    """Why generation ended. Only on the last piece."""
    total_duration: int | None = None
    """Time spent on the whole call, in nanoseconds."""
    load_duration: int | None = None
    """Time spent loading the model, in nanoseconds."""
    prompt_eval_count: int | None = None
    """Number of tokens in the prompt, including cached ones."""
    prompt_eval_duration: int | None = None
    """Time spent processing the part of the prompt that was not cached, in nanoseconds."""
    eval_count: int | None = None
    """Number of generated tokens."""
    eval_duration: int | None = None
    """Time spent generating, in nanoseconds."""
    response: str = unset()
    """Text of the answer. In a stream, the next piece of it."""
    thinking: str | None = None
    """The model's thinking. In a stream, the next piece of it."""
    context: list[int] | None = None
    """Token IDs of the conversation so far. Only on the last piece, and not with `raw`. Deprecated.
    Use `generateChat` instead.
    """
    logprobs: list[Logprob] | None = None
    """Log probabilities of the tokens in this piece, or of all tokens without streaming. Since
    Ollama 0.12.11.
    """
    image: str | None = None
    """Deprecated. Generated image in Base64. No longer sent; there is no replacement. Since Ollama
    0.14.3, removed in 0.32.6.
    """
    completed: int | None = None
    """Deprecated. Finished diffusion steps. No longer sent; there is no replacement. Since Ollama
    0.14.3, removed in 0.32.6.
    """
    total: int | None = None
    """Deprecated. All diffusion steps. No longer sent; there is no replacement. Since Ollama
    0.14.3, removed in 0.32.6.
    """
    remote_model: str | None = None
    """Name of the model on another server, for remote models. Since Ollama 0.12.0."""
    remote_host: str | None = None
    """Address of the other server, for remote models. Since Ollama 0.12.0."""
    tool_calls: list[ToolCall] | None = None
    """Tool calls that the model asks for. Only on the last piece."""
    debug_info: DebugInfo | None = None
    """The rendered prompt. Only after `_debug_render_only`. Wire name: `_debug_info`."""
    prompt_eval_cached_count: int | None = None
    """Number of prompt tokens that an earlier call has processed. `prompt_eval_count` includes
    them, `prompt_eval_duration` does not. Absent if the runner does not report it. Since Ollama
    0.34.0.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            created_at: str | None = None,
            done: bool | None = None,
            done_reason: Literal["stop", "length", "load", "unload"] | str | None = None,
            total_duration: int | None = None,
            load_duration: int | None = None,
            prompt_eval_count: int | None = None,
            prompt_eval_duration: int | None = None,
            eval_count: int | None = None,
            eval_duration: int | None = None,
            response: str | None = None,
            thinking: str | None = None,
            context: Sequence[int] | None = None,
            logprobs: Sequence[Logprob | Mapping[str, Any]] | None = None,
            image: str | None = None,
            completed: int | None = None,
            total: int | None = None,
            remote_model: str | None = None,
            remote_host: str | None = None,
            tool_calls: Sequence[ToolCall | Mapping[str, Any]] | None = None,
            debug_info: DebugInfo | Mapping[str, Any] | None = None,
            prompt_eval_cached_count: int | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.created_at = get("created_at")
        self.done = get("done")
        self.done_reason = get("done_reason")
        self.total_duration = get("total_duration")
        self.load_duration = get("load_duration")
        self.prompt_eval_count = get("prompt_eval_count")
        self.prompt_eval_duration = get("prompt_eval_duration")
        self.eval_count = get("eval_count")
        self.eval_duration = get("eval_duration")
        self.response = get("response")
        self.thinking = get("thinking")
        self.context = get("context")
        self.logprobs = (
            [Logprob.from_dict(item) for item in value]
            if (value := get("logprobs")) is not None
            else ABSENT
        )
        self.image = get("image")
        self.completed = get("completed")
        self.total = get("total")
        self.remote_model = get("remote_model")
        self.remote_host = get("remote_host")
        self.tool_calls = (
            [ToolCall.from_dict(item) for item in value]
            if (value := get("tool_calls")) is not None
            else ABSENT
        )
        self.debug_info = (
            DebugInfo.from_dict(value) if (value := get("_debug_info")) is not None else ABSENT
        )
        self.prompt_eval_cached_count = get("prompt_eval_cached_count")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "created_at": self.created_at,
                "done": self.done,
                "done_reason": self.done_reason,
                "total_duration": self.total_duration,
                "load_duration": self.load_duration,
                "prompt_eval_count": self.prompt_eval_count,
                "prompt_eval_duration": self.prompt_eval_duration,
                "eval_count": self.eval_count,
                "eval_duration": self.eval_duration,
                "response": self.response,
                "thinking": self.thinking,
                "context": self.context,
                "logprobs": to_wire(self.logprobs),
                "image": self.image,
                "completed": self.completed,
                "total": self.total,
                "remote_model": self.remote_model,
                "remote_host": self.remote_host,
                "tool_calls": to_wire(self.tool_calls),
                "_debug_info": to_wire(self.debug_info),
                "prompt_eval_cached_count": self.prompt_eval_cached_count,
            }
        )
