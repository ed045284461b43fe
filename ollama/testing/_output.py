"""Turns planned output into the answers of generate and chat, streamed or in one object."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from ollama.testing._app import JSON, JSON_UTF8, error_answer, json_answer
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Stream
from ollama.testing._text import logprob
from ollama.testing._wire import json_bytes, json_text, utc_now, utf8

_LOAD_NANOSECONDS = 1_500_000_000
_WARM_NANOSECONDS = 30_000_000
_PROMPT_TOKEN_NANOSECONDS = 2_000_000
_TOKEN_NANOSECONDS = 10_000_000
_OVERHEAD_NANOSECONDS = 5_000_000


@dataclass
class Output:
    """The planned output: what the model says, and how sending it fails."""

    thinking: Sequence[str] = ()
    content: Sequence[str] = ()
    tool_calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    done_reason: str = "stop"
    done: bool = True
    #: Whether a tool call was dropped because of the token limit.
    cut_call: bool = False
    delay: float = 0.0
    fail_after: int | None = None
    fail_message: str = ""
    cut_after: int | None = None
    clean_cut: bool = False
    top_logprobs: int | None = None

    @property
    def token_count(self) -> int:
        """The number of generated tokens. A tool call counts as one."""
        return len(self.thinking) + len(self.content) + len(self.tool_calls)


class Shape(Protocol):
    """The objects of one route."""

    def head(self) -> dict[str, Any]:
        """Return the members before ``created_at``."""
        ...

    def tool_calls_in_stream(self) -> bool:
        """Return whether tool calls have their own lines."""
        ...

    def said(self, content: str, thinking: str, tool_calls: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the members that contain what the model says."""
        ...

    def delta(self, key: str, encoded: str) -> str:
        """Return the JSON of the members that contain one piece.

        Args:
            key: ``content`` or ``thinking``.
            encoded: The piece, already encoded as JSON.
        """
        ...

    def tail(self, output: Output, /) -> dict[str, Any]:
        """Return the members that only the last object has, except the metrics."""
        ...


#: Key of the number of prompt tokens that were cached by an earlier call.
CACHED = "prompt_eval_cached_count"


def metrics(
    prompt_tokens: int, eval_tokens: int, was_loaded: bool, *, cached: bool = True
) -> dict[str, int]:
    """Return the counters of the last object. Durations are in nanoseconds.

    Args:
        prompt_tokens: Number of tokens in the prompt.
        eval_tokens: Number of generated tokens.
        was_loaded: Whether the model was loaded before.
        cached: Whether to include the number of cached tokens.
    """
    load = _WARM_NANOSECONDS if was_loaded else _LOAD_NANOSECONDS
    prompt = prompt_tokens * _PROMPT_TOKEN_NANOSECONDS
    evaluation = eval_tokens * _TOKEN_NANOSECONDS
    counters = {
        "total_duration": load + prompt + evaluation + _OVERHEAD_NANOSECONDS,
        "load_duration": load,
        "prompt_eval_count": prompt_tokens,
        "prompt_eval_duration": prompt,
        "eval_count": eval_tokens,
        "eval_duration": evaluation,
    }
    known = {name: value for name, value in counters.items() if value}
    # Nothing is ever cached. Unlike the other counters, this one is present even if it is zero.
    return {**known, CACHED: 0} if cached else known


@dataclass
class Turn:
    """The outcome of an accepted request, from which each route builds its own answer.

    Args:
        model: Name of the model, as in the request.
        output: What the model says.
        native: Returns the answer of generate or chat.
        numbers: The counters of the last object.
        debug: The ``_debug_info`` if only the rendered prompt was requested. Then ``output`` is
            empty.
    """

    model: str
    output: Output
    native: Callable[[], Answer | Stream]
    numbers: dict[str, int] = field(default_factory=dict[str, int])
    debug: dict[str, Any] | None = None


def logprobs_of(output: Output) -> list[dict[str, Any]]:
    """Return the log probabilities of all pieces; empty if they were not requested."""
    if output.top_logprobs is None:
        return []
    pieces = [*output.thinking, *output.content]
    return [logprob(piece, output.top_logprobs) for piece in pieces]


def answer_for(
    shape: Shape, output: Output, numbers: dict[str, int], *, stream: bool
) -> Answer | Stream:
    """Return the answer for ``output``: a stream, one object, or an error."""
    failed_early = output.fail_after is not None and (not stream or output.fail_after < 1)
    if failed_early:
        return error_answer(ApiError(500, output.fail_message), JSON if stream else JSON_UTF8)
    if stream:
        return _stream(shape, output, numbers)
    answer = json_answer(_whole(shape, output, numbers))
    answer.delay = output.delay * output.token_count
    answer.cut = output.cut_after is not None
    return answer


def _whole(shape: Shape, output: Output, numbers: dict[str, int]) -> dict[str, Any]:
    said = shape.said("".join(output.content), "".join(output.thinking), output.tool_calls)
    whole = {
        **shape.head(),
        "created_at": utc_now(),
        **said,
        "done": output.done,
    }
    if output.done:
        whole |= {"done_reason": output.done_reason, **shape.tail(output), **numbers}
    if output.top_logprobs is not None:
        whole["logprobs"] = logprobs_of(output)
    return whole


def _stream(shape: Shape, output: Output, numbers: dict[str, int]) -> Stream:
    lines = _chunk_lines(shape, output)
    if output.fail_after is not None:
        kept = islice(lines, output.fail_after)
        error = json_bytes({"error": output.fail_message}) + b"\n"
        return Stream(_then(kept, lambda: error), delay=output.delay)
    if output.cut_after is not None:
        kept = islice(lines, output.cut_after)
        return Stream(kept, delay=output.delay, cut=not output.clean_cut)
    if output.done:
        lines = _then(lines, lambda: _last_line(shape, output, numbers))
    return Stream(lines, delay=output.delay)


def _then(lines: Iterator[bytes], last: Callable[[], bytes]) -> Iterator[bytes]:
    yield from lines
    yield last()  # Built only now, so that its timestamp is the latest.


def _chunk_lines(shape: Shape, output: Output) -> Iterator[bytes]:
    # The parts that all lines share are rendered once, because a stream may have 100 000 lines.
    head = json_text(shape.head())[:-1] + ',"created_at":"'
    top = output.top_logprobs
    for key, pieces in (("thinking", output.thinking), ("content", output.content)):
        before, after = f'{shape.delta(key, "|")},"done":false'.split("|")
        for piece in pieces:
            extra = "" if top is None else f',"logprobs":{json_text([logprob(piece, top)])}'
            yield utf8(f'{head}{utc_now()}",{before}{_encoded(piece)}{after}{extra}}}\n')
    if shape.tool_calls_in_stream():
        for call in output.tool_calls:
            said = shape.said("", "", [call])
            line_value = {**shape.head(), "created_at": utc_now(), **said, "done": False}
            yield json_bytes(line_value) + b"\n"


@functools.lru_cache(maxsize=8192)
def _encoded(piece: str) -> str:
    # Words repeat within a stream, and between the streams of a benchmark.
    return json_text(piece)


def _last_line(shape: Shape, output: Output, numbers: dict[str, int]) -> bytes:
    last = {
        **shape.head(),
        "created_at": utc_now(),
        **shape.said("", "", [] if shape.tool_calls_in_stream() else output.tool_calls),
        "done": True,
        "done_reason": output.done_reason,
        **shape.tail(output),
        **numbers,
    }
    return json_bytes(last) + b"\n"
