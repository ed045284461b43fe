# Copied from runtime/usage.py by `make generate`. Do not edit: edit the original.
"""Owns what answers say about how they came about: usage, and the attempts of `parse`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic

import attrs

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    ResponseT_co = TypeVar("ResponseT_co", default=Any, covariant=True)
else:
    from typing import TypeVar

    ResponseT_co = TypeVar("ResponseT_co", covariant=True)


@attrs.frozen(kw_only=True)
class Usage:
    """Tokens, durations and rates of an answer."""

    prompt_tokens: int = 0
    """Number of tokens in the prompt, including cached ones. Wire name: `prompt_eval_count`."""
    cached_prompt_tokens: int | None = None
    """Number of prompt tokens in the server's cache; None if the server does not send it. Wire
    name: `prompt_eval_cached_count`.
    """
    completion_tokens: int = 0
    """Number of generated tokens. Wire name: `eval_count`."""
    total_duration: timedelta | None = None
    """Time that the server spent on the whole call, in microsecond precision."""
    load_duration: timedelta | None = None
    """Time spent loading the model."""
    prompt_eval_duration: timedelta | None = None
    """Time spent processing the prompt."""
    eval_duration: timedelta | None = None
    """Time spent generating."""
    tokens_per_second: float | None = None
    """Generated tokens per second of `eval_duration`; None if the server sent no duration."""
    prompt_tokens_per_second: float | None = None
    """Prompt tokens per second of `prompt_eval_duration`, without cached tokens."""
    time_to_first_token: timedelta | None = None
    """Time from sending the request to the first piece of the answer, measured by the client; None
    if the answer was not streamed.
    """

    @property
    def total_tokens(self) -> int:
        """Number of tokens in the prompt and the answer."""
        return self.prompt_tokens + self.completion_tokens


@attrs.frozen(kw_only=True)
class Attempt(Generic[ResponseT_co]):
    """One answer to `parse`."""

    response: ResponseT_co
    """The answer."""
    error: ValueError | None = None
    """Why the answer does not match the type, as sent to the model; None if it does."""
