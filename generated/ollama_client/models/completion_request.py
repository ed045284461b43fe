# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionRequest, an object of the API."""

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
from .completion_stream_options import CompletionStreamOptions

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CompletionRequest(WireModel, wire={"debug_render_only": "_debug_render_only"}):
    """A prompt to complete. Without a prompt the call only loads the model. A number that does not
    fit into 32 bits as a float, beyond 3.4e38, is refused.
    """

    model: str
    """Name of the model, `name[:tag]`."""
    prompt: str | None = None
    """The text to continue. Lists, which OpenAI also accepts, are refused."""
    suffix: str | None = None
    """Text after the gap that the model fills in. The model needs the `insert` capability."""
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
    """Sample from the most likely tokens that together reach this probability. 0 counts as 1."""
    frequency_penalty: float | None = None
    """Penalty that grows with how often a token occurred."""
    presence_penalty: float | None = None
    """Penalty for tokens that occurred at all."""
    seed: int | None = None
    """Seed of the sampler; the same seed repeats an answer."""
    stop: str | list[str] | None = None
    """Sequences that end the answer and are left out of it."""
    logprobs: int | None = None
    """Number of likely alternatives to compute per token. No answer carries them so far."""
    debug_render_only: bool | None = None
    """Render the prompt instead of running the model. No answer of this route carries it. Wire
    name: `_debug_render_only`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            prompt: str | None = None,
            suffix: str | None = None,
            stream: bool | None = None,
            stream_options: CompletionStreamOptions | Mapping[str, Any] | None = None,
            max_tokens: int | None = None,
            temperature: float | None = None,
            top_p: float | None = None,
            frequency_penalty: float | None = None,
            presence_penalty: float | None = None,
            seed: int | None = None,
            stop: str | Sequence[str] | None = None,
            logprobs: int | None = None,
            debug_render_only: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.prompt = get("prompt")
        self.suffix = get("suffix")
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
        self.logprobs = get("logprobs")
        self.debug_render_only = get("_debug_render_only")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "prompt": self.prompt,
                "suffix": self.suffix,
                "stream": self.stream,
                "stream_options": to_wire(self.stream_options),
                "max_tokens": self.max_tokens,
                "temperature": self.temperature,
                "top_p": self.top_p,
                "frequency_penalty": self.frequency_penalty,
                "presence_penalty": self.presence_penalty,
                "seed": self.seed,
                "stop": self.stop,
                "logprobs": self.logprobs,
                "_debug_render_only": self.debug_render_only,
            }
        )
