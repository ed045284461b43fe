"""Server-sent events: how the OpenAI and Anthropic routes stream a planned text."""

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
    """Words one stream; every method returns the events that are sent for one native chunk."""

    def thinking(self, piece: str, /) -> bytes:
        """Return the events of a piece of reasoning."""
        ...

    def content(self, piece: str, /) -> bytes:
        """Return the events of a piece of the text."""
        ...

    def tool_call(self, call: dict[str, Any], /) -> bytes:
        """Return the events of a whole tool call."""
        ...

    def end(self) -> bytes:
        """Return the events that complete the stream."""
        ...

    def broken(self) -> bytes:
        """Return what is sent when the model fails in the middle; the message is lost."""
        ...


def event(data: Any, name: str = "") -> bytes:
    """Return one event with JSON data."""
    head = b"event: %b\n" % name.encode() if name else b""
    return b"%bdata: %b\n\n" % (head, json_bytes(data))


#: What the event streams of responses and messages say beside their type.
NO_CACHE = (("Cache-Control", "no-cache"),)


def stream_of(
    output: Output,
    writer: Writer,
    before: Iterable[bytes] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> Stream:
    """Return the stream in which ``writer`` words ``output``, after what ``before`` yields.

    Raises ApiError 500 when the script lets the model fail before its first chunk.
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
    """Return ``value`` as the complete answer that words ``output``."""
    answer = json_answer(value, content_type=JSON)
    answer.delay = output.delay * output.token_count
    answer.cut = output.cut_after is not None
    return answer


def _later(make: Callable[[], bytes]) -> Iterator[bytes]:
    yield make()


def check_start(output: Output, *, stream: bool) -> None:
    """Raise ApiError 500 when the model fails before anything of the answer can be sent."""
    if output.fail_after is not None and (not stream or output.fail_after < 1):
        raise ApiError(500, output.fail_message)


def chunks_of(output: Output, writer: Writer) -> Iterator[bytes]:
    """Yield what is sent for each piece of ``output``."""
    yield from map(writer.thinking, output.thinking)
    yield from map(writer.content, output.content)
    yield from map(writer.tool_call, output.tool_calls)
