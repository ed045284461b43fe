"""Server-sent events: streams planned output on the OpenAI and Anthropic routes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, Protocol

from ollama.testing._app import JSON, json_answer
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Stream
from ollama.testing._output import Output
from ollama.testing._wire import json_bytes

EVENT_STREAM = "text/event-stream"


class Writer(Protocol):
    """Writes one stream. Each method returns the events for one native chunk."""

    def thinking(self, piece: str, /) -> bytes:
        """Return the events for a piece of reasoning."""
        ...

    def content(self, piece: str, /) -> bytes:
        """Return the events for a piece of text."""
        ...

    def tool_call(self, call: dict[str, Any], /) -> bytes:
        """Return the events for a complete tool call."""
        ...

    def end(self) -> bytes:
        """Return the events that complete the stream."""
        ...

    def broken(self) -> bytes:
        """Return what is sent if the model fails midway. The error message is lost."""
        ...


def event(data: Any, name: str = "") -> bytes:
    """Return one event with JSON data."""
    head = b"event: %b\n" % name.encode() if name else b""
    return b"%bdata: %b\n\n" % (head, json_bytes(data))


#: The additional header of the streams of responses and messages.
NO_CACHE = (("Cache-Control", "no-cache"),)


def stream_of(
    output: Output,
    writer: Writer,
    before: Iterable[bytes] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> Stream:
    """Return a stream of ``output``.

    Args:
        output: What to send.
        writer: Turns the output into events.
        before: Events to send first.
        headers: Additional headers.

    Raises:
        ApiError: 500 if the model is scripted to fail before its first chunk.
    """
    if not before:
        check_start(output, stream=True)
    chunks = chunks_of(output, writer)
    if output.fail_after is not None:
        parts = chain(before, islice(chunks, output.fail_after), _later(writer.broken))
    elif output.cut_after is not None:
        parts = chain(before, islice(chunks, output.cut_after))
    elif not output.done:
        parts = chain(before, chunks)
    else:
        parts = chain(before, chunks, _later(writer.end))
    cut = output.cut_after is not None and not output.clean_cut
    # An empty chunk would end the HTTP body.
    events = filter(None, parts)
    return Stream(events, EVENT_STREAM, delay=output.delay, cut=cut, headers=headers)


def whole_answer(output: Output, value: Any) -> Answer:
    """Return ``value`` as a complete answer, with the delay and the cut of ``output``."""
    answer = json_answer(value, content_type=JSON)
    answer.delay = output.delay * output.token_count
    answer.cut = output.cut_after is not None
    return answer


def _later(make: Callable[[], bytes]) -> Iterator[bytes]:
    yield make()


def check_start(output: Output, *, stream: bool) -> None:
    """Raise ApiError 500 if the model fails before any part of the answer can be sent."""
    if output.fail_after is not None and (not stream or output.fail_after < 1):
        raise ApiError(500, output.fail_message)


def chunks_of(output: Output, writer: Writer) -> Iterator[bytes]:
    """Yield the events for each piece of ``output``."""
    yield from map(writer.thinking, output.thinking)
    yield from map(writer.content, output.content)
    yield from map(writer.tool_call, output.tool_calls)
