# Rendered from ollama/_async/parse.py by `make generate`. Do not edit: edit that file.
"""Owns `parse` and `parse_generate`: an answer of a type, or the stream of a value that grows."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

from ollama_client._runtime.iterators import ClosingIterator

from ollama._core import requests
from ollama._methods.keywords import ChatSettings, GenerateSettings
from ollama._output.formats import OutputType
from ollama._output.parse import (
    Parsed,
    PartialOutput,
    Plan,
    R,
    Reading,
    chat_plan,
    generate_plan,
)
from ollama._sync.stream import ResponseStream

__all__ = ["ParsedStream"]


#: Keywords of the two methods beside those that they hand on.
_OWN = ("format", "max_reasks", "stream")


def parse(
    client: Any,
    model: str,
    messages: Any,
    format: Any,
    max_reasks: int,
    stream: bool,
    chat: Mapping[str, Any],
) -> ParsedStream[Any] | Any:
    """Carry out the method `parse`."""
    requests.demand_keywords("parse", chat, ChatSettings.__annotations__, _OWN)
    output = OutputType.of(format)
    # Read now and once: files that are open, and iterators, have nothing for a second asking.
    asked = requests.wire_messages(messages, client._allow_image_paths)
    plan = chat_plan(asked, output, max_reasks)
    ask = partial(client.chat, model, format=output.schema, stream=stream, **chat)
    return _answered(plan, ask, stream)


def parse_generate(
    client: Any,
    model: str,
    prompt: Any,
    format: Any,
    max_reasks: int,
    stream: bool,
    generate: Mapping[str, Any],
) -> ParsedStream[Any] | Any:
    """Carry out the method `parse_generate`."""
    requests.demand_keywords("parse_generate", generate, GenerateSettings.__annotations__, _OWN)
    output = OutputType.of(format)
    plan = generate_plan(prompt, output, max_reasks)
    given = dict(generate)
    if given.get("images") is not None:  # read once, as above
        given["images"] = requests.wire_images(given["images"], client._allow_image_paths)
    ask = partial(client.generate, model, format=output.schema, stream=stream, **given)
    return _answered(plan, ask, stream)


def _answered(plan: Plan, ask: Callable[[Any], Any], stream: bool) -> ParsedStream[Any] | Any:
    if stream:
        return ParsedStream[Any](plan, ask, ask(next(plan)))
    return _carry_out(plan, ask)


def _carry_out(plan: Plan, ask: Callable[[Any], Any]) -> Any:
    """Take the steps and return the parsed answer."""
    try:
        asked = next(plan)
        while True:
            asked = plan.send(ask(asked))
    except StopIteration as end:
        return end.value


class ParsedStream(Parsed[R], ClosingIterator[PartialOutput]):
    """A value as it grows, and then the answer that holds it.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.parse("llama3.2", messages, format=Person, stream=True) as stream:
            for partial in stream:
                print(partial.parsed)
            person = stream.get_final_response().parsed

    An answer that is no such value is asked for again, and the partial values begin anew. Nothing
    is sent before the first one is asked for.
    """

    def __init__(
        self,
        plan: Plan,
        ask: Callable[[Any], ResponseStream[Any]],
        first: ResponseStream[Any],
    ) -> None:
        reading = Reading(plan, first)
        super().__init__(reading)
        self._items = _read(reading, ask)

    def _stop(self) -> None:
        self._reading.stop()

    def get_final_response(self) -> R:
        """Read the stream to its end and return the answer, as without `stream=True`.

        Raises:
            OutputTruncatedError: The answer was cut off.
            OutputValidationError: No answer was a value of the type.
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end.
        """
        for _ in self._items:
            pass
        return self._final()


def _read(
    reading: Reading, ask: Callable[[Any], ResponseStream[Any]]
) -> Generator[PartialOutput, None, None]:
    while not reading.is_stopped:
        with reading.stream as stream:
            for piece in stream:
                if (partial := reading.partial(piece)) is not None:
                    yield partial
            stopped = stream._is_stopped  # pyright: ignore[reportPrivateUsage]
            if reading.is_stopped or stopped:
                return
            asked = reading.end_attempt()
        if asked is None:
            return
        reading.stream = ask(asked)
