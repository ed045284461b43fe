"""Owns what `stream=True` returns: an iterator over the pieces that also knows the whole."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from ollama._core.accumulate import Accumulator
from ollama._core.iterators import AsyncClosingIterator, ClosingIterator

if TYPE_CHECKING:
    from ollama_client._runtime.mixins import Usage
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival

__all__ = [
    "AsyncResponseStream",
    "ResponseStream",
]

T = TypeVar("T", bound="WireModel")


class _Streamed(Generic[T]):
    """What both kinds of stream share: everything but waiting for the next piece."""

    def __init__(self, model: type[T], arrival: Arrival) -> None:
        self._model = model
        self._arrival = arrival
        self._accumulator = Accumulator(model)
        self._merged = 0

    @property
    def current(self) -> T:
        """The answer so far: text, thinking and tool calls of all pieces that have arrived.

        Of a download or another stream of states, the last state. Before the first piece it has no
        values.
        """
        items = self._arrival.items(self._merged)
        if self._arrival.is_snapshot:
            return self._model.from_dict(items[-1] if items else {})
        for item in items:
            self._accumulator.add(item)
        self._merged += len(items)
        return self._accumulator.current

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token.

        None until the last piece has arrived, and for streams that count no tokens.
        """
        usage: Usage | None = getattr(self.current, "usage", None)
        return usage and attrs.evolve(usage, time_to_first_token=self._time_to_first_token())

    def _final(self) -> T:
        if not self._arrival.is_complete:
            raise RuntimeError("the stream was closed, or failed, before its end")
        return self.current

    def _time_to_first_token(self) -> timedelta | None:
        began, first = self._arrival.began, self._arrival.first
        return None if began is None or first is None else timedelta(seconds=first - began)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._model.__name__}>"


class ResponseStream(_Streamed[T], ClosingIterator[T]):
    """The pieces of an answer as they arrive.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.chat("llama3.2", messages, stream=True) as stream:
            for text in stream.text_stream:
                print(text, end="")
            print(stream.usage)

    Nothing is sent before the first piece is asked for. Leaving the block or calling `close()`
    closes the connection, and the server stops generating.
    """

    def __init__(self, model: type[T], pieces: Generator[T, None, None], arrival: Arrival) -> None:
        super().__init__(model, arrival)
        self._items = pieces

    @property
    def text_stream(self) -> Iterator[str]:
        """The texts of the pieces as they arrive, those without any left out."""
        return (text for piece in self._items if (text := _text(piece)))

    def get_final_response(self) -> T:
        """Read the stream to its end and return the whole answer, as without `stream=True`.

        Raises:
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end; what had arrived is in
                `current`.
        """
        for _ in self._items:
            pass
        return self._final()


class AsyncResponseStream(_Streamed[T], AsyncClosingIterator[T]):
    """The pieces of an answer as they arrive.

    Iterate over it, or use it in an `async with` block, which closes it at the end:

        async with await client.chat("llama3.2", messages, stream=True) as stream:
            async for text in stream.text_stream:
                print(text, end="")
            print(stream.usage)

    Nothing is sent before the first piece is asked for. Leaving the block or awaiting `aclose()`
    closes the connection, and the server stops generating.
    """

    def __init__(self, model: type[T], pieces: AsyncGenerator[T, None], arrival: Arrival) -> None:
        super().__init__(model, arrival)
        self._items = pieces

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The texts of the pieces as they arrive, those without any left out."""
        return (text async for piece in self._items if (text := _text(piece)))

    async def get_final_response(self) -> T:
        """Read the stream to its end and return the whole answer, as without `stream=True`.

        Raises:
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end; what had arrived is in
                `current`.
        """
        async for _ in self._items:
            pass
        return self._final()


def _text(piece: Any) -> str:
    return str(getattr(piece, "text", ""))
