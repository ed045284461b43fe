# Rendered from ollama/_async/parse.py by `make generate`. Do not edit: edit that file.
"""Owns `parse` and `parse_generate`: answers parsed into a type, whole or streamed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any, Literal

from ollama_client._runtime.iterators import ClosingIterator

from ollama._core import requests
from ollama._core.messages import wire_images
from ollama._core.stream import Followed, R
from ollama._methods.keywords import ChatSettings, GenerateSettings
from ollama._output.formats import OutputType
from ollama._output.parse import PartialOutput, Plan, Reading, chat_plan, generate_plan
from ollama._sync.stream import ResponseStream

__all__ = ["ParsedStream"]


def parse(
    client: Any,
    method: Literal["chat", "generate"],
    model: str,
    asked: Any,
    format: Any,
    max_reasks: int,
    stream: bool,
    settings: Mapping[str, Any],
) -> ParsedStream[Any] | Any:
    """Carry out `parse`, which calls `chat`, or `parse_generate`."""
    is_chat, given = method == "chat", dict(settings)
    name, known = ("parse", ChatSettings) if is_chat else ("parse_generate", GenerateSettings)
    own = ("format", "max_reasks", "stream")  # They are not passed on.
    requests.demand_keywords(name, given, known.__annotations__, own)
    output = OutputType.of(format)
    # Open files and iterators can be read only once, but the request may be repeated.
    if is_chat:
        asked = requests.wire_messages(asked, client._allow_image_paths)
    elif given.get("images") is not None:
        given["images"] = wire_images(given["images"], client._allow_image_paths)
    plan = (chat_plan if is_chat else generate_plan)(asked, output, max_reasks)
    ask = partial(getattr(client, method), model, format=output.schema, stream=stream, **given)
    if stream:
        return ParsedStream[Any](plan, ask, ask(next(plan)))
    try:
        asked = next(plan)
        while True:
            asked = plan.send(ask(asked))
    except StopIteration as end:
        return end.value


class ParsedStream(Followed[R], ClosingIterator[PartialOutput]):
    """The partial values of an answer as it arrives, and then the complete answer.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.parse("llama3.2", messages, format=Person, stream=True) as stream:
            for partial in stream:
                print(partial.parsed)
            person = stream.get_final_response().parsed

    If an answer does not match the type, the model is asked again, and the partial values start
    over. The request is sent when the first value is read.
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

    def get_final_response(self) -> R:
        """Read the stream to its end and return the answer, as without `stream=True`.

        Raises:
            OutputTruncatedError: The answer was cut off.
            OutputValidationError: No answer matched the type.
            ResponseError: The server answered with an error, or the stream was cut off.
            RuntimeError: The stream was closed or failed before its end.
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
